import { expect, it } from 'vitest';
import { gatewayTabs, tabFrom } from './gateway-tabs.ts';
import { withParam } from './with-param.ts';

it('opens the tab of the address, and the first one where it names none', () => {
  for (const tab of gatewayTabs) expect(tabFrom(tab)).toBe(tab);
  for (const nothing of [null, undefined, '', 'nothing', ['plan']]) expect(tabFrom(nothing)).toBe('entries');
});

it.each([
  ['', 'tab', 'plan', '?tab=plan'],
  ['?tab=plan', 'tab', 'history', '?tab=history'],
  ['?tab=plan', 'tab', null, ''],
  ['?tab=entries&state=conflict', 'tab', null, '?state=conflict'],
])('sets a parameter of %j and keeps the others', (search, name, value, expected) => {
  expect(withParam(search, name, value)).toBe(expected);
});

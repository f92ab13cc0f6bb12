import { expect, it } from 'vitest';
import { inPlaceOrder, placeName } from './place-name.ts';

it.each([
  ['defaultModel', 'Default model'],
  ['agents.oracle', 'Agent oracle'],
  ['limits.vendor/model-4.5', 'Limit of vendor/model-4.5'],
  ['exclusions.gpt-4.1*', 'Excluded'],
  ['mcpServers.git.hub', 'Server git.hub'],
])('%s is called %s', (at, name) => expect(placeName(at)).toBe(name));

it('orders models before agents, and agents before the rest', () => {
  const places = ['smallModel', 'plugins.one', 'agents.b', 'defaultModel', 'agents.a'].map((at) => ({ at }));
  expect(inPlaceOrder(places).map(({ at }) => at)).toEqual([
    'defaultModel',
    'smallModel',
    'agents.a',
    'agents.b',
    'plugins.one',
  ]);
});

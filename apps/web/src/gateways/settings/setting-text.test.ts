import { expect, it } from 'vitest';
import { channelItems, valueText } from './setting-text.ts';

it.each([
  [null, 'unknown'],
  [true, 'on'],
  [false, 'off'],
  [3600, '1 hour'],
  [7200, '2 hours'],
  [60, '1 min'],
  [90, '90 s'],
])('says %j as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

it('tells an alias in place of a model from one beside it', () => {
  const facts = { channel: 'claude', status: 'applied', problem: null, version: 1 } as const;
  const aliases = [
    { name: 'm', alias: 'big' },
    { name: 'n', alias: 'small', isFork: true },
  ];
  expect(channelItems({ map: 'model-aliases', ...facts, aliases, othersAliases: [] })).toEqual({
    own: ['m → big', 'n + small'],
    others: [],
  });
});

import { expect, it } from 'vitest';
import { scalarIn, withScalar } from './config-text.ts';

const name = 'redis-usage-queue-retention-seconds';

it.each([
  ['port: 1\n', `port: 1\n${name}: 9\n`],
  ['port: 1', `port: 1\n${name}: 9\n`],
  [`# top\n${name}: 60 # a minute\nport: 1\n`, `# top\n${name}: 9 # a minute\nport: 1\n`],
  [`${name}:\r\nport: 1\r\n`, `${name}: 9\r\nport: 1\r\n`],
  ['port: 1\r\n', `port: 1\r\n${name}: 9\r\n`],
  [`remote:\n  ${name}: 5\n`, `remote:\n  ${name}: 5\n${name}: 9\n`],
  [`note: |\n  text\n`, `note: |\n  text\n${name}: 9\n`],
])('sets one line of %j', (before, after) => {
  expect(withScalar(before, name, 9)).toBe(after);
  expect(scalarIn(after, name)).toBe(9);
  expect(withScalar(after, name, 9)).toBe(after);
});

it.each(['{ port: 1 }\n', `"${name}": 5\nport: 1\n`, 'a: [1', '', '- a list\n', 'port: 1\n...\n'])(
  'leaves %j alone',
  (text) => {
    expect(withScalar(text, name, 9)).toBeNull();
  },
);

it('knows what is not set from what is no configuration', () => {
  expect([scalarIn('port: 1\n', name), scalarIn('a: [1', name), scalarIn('', name)]).toEqual([undefined, null, null]);
});

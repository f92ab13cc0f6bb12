import { describe, expect, it } from 'vitest';
import { checked } from '../checked.ts';
import { UneditableText } from '../uneditable.ts';
import { atTheEnd, type Json, type Path } from '../value.ts';
import { openYaml } from './index.ts';

const yaml = checked(openYaml);
type Case = [name: string, before: string, path: Path, value: Json | undefined, after: string];

const settings: Case[] = [
  ['a scalar', 'a: 1 # one\nb: x\n', ['a'], 2, 'a: 2 # one\nb: x\n'],
  ['a new key', '# c\na: 1\n\n# end\n', ['b'], 'x', '# c\na: 1\nb: x\n\n# end\n'],
  ['a file without an end', 'a: 1', ['b'], { c: 1 }, 'a: 1\nb:\n  c: 1'],
  ['an empty value', 'a: # c\nb: 1\n', ['a', 'x'], 1, 'a:\n  x: 1 # c\nb: 1\n'],
  [
    'a deeper key',
    'a:\n    b:\n        c: 1 # c\n    d: 2\n',
    ['a', 'b', 'e'],
    'x',
    'a:\n    b:\n        c: 1 # c\n        e: x\n    d: 2\n',
  ],
  ['a mapping', 'a:\n  # mine\n  b: 1\n  c: 2\nd: 1\n', ['a'], { x: 1 }, 'a:\n  # mine\n  x: 1\nd: 1\n'],
  ['a scalar for a mapping', 'a:\n  b: 1\nd: 1\n', ['a'], 'x', 'a: x\nd: 1\n'],
  ['a block scalar', 'a: |\n  one\n  two\nb: 1\n', ['a'], 'x', 'a: x\nb: 1\n'],
  ['a key behind a block scalar', 'a: |\n  one\n', ['b'], 1, 'a: |\n  one\nb: 1\n'],
  [
    'an item',
    'l:\n  - k: a # a\n    x: 1\n  - k: b\n# end\n',
    ['l', atTheEnd],
    { k: 'c', r: ['q'] },
    'l:\n  - k: a # a\n    x: 1\n  - k: b\n  - k: c\n    r:\n      - q\n# end\n',
  ],
  ['an item at its key’s column', 'l:\n- k: a\nz: 1\n', ['l', atTheEnd], { k: 'c' }, 'l:\n- k: a\n- k: c\nz: 1\n'],
  [
    'an item in its place',
    'l:\n  - k: a\n  # b\n  -   k: b\n      x: 1\n  - k: c\n',
    ['l', 1],
    { k: 'B' },
    'l:\n  - k: a\n  # b\n  -   k: B\n  - k: c\n',
  ],
  ['a flow mapping', 'a: { b: 1 } # c\n', ['a', 'x'], [1], 'a: { b: 1, "x": [1] } # c\n'],
  ['an empty flow mapping', 'a: {}\n', ['a', 'x'], 1, 'a: {"x": 1}\n'],
  ['a flow list', 'l: [a, b,]\n', ['l', atTheEnd], 'c', 'l: [a, b, "c",]\n'],
  ['JSON', '{"a": {"b": 1}}\n', ['a', 'c'], 's', '{"a": {"b": 1, "c": "s"}}\n'],
  [
    'CRLF',
    'a: 1\r\nl:\r\n  - x\r\n',
    ['l', atTheEnd],
    { k: 1, m: 2 },
    'a: 1\r\nl:\r\n  - x\r\n  - k: 1\r\n    m: 2\r\n',
  ],
  [
    'text that looks like something else',
    'a: 1\n',
    ['b'],
    { x: 'yes', y: '1', z: 'a: b' },
    'a: 1\nb:\n  x: "yes"\n  "y": "1"\n  z: "a: b"\n',
  ],
  ['a document with marks', '%YAML 1.2\n---\na: 1\n...\n', ['b'], 1, '%YAML 1.2\n---\na: 1\nb: 1\n...\n'],
];

const removals: Case[] = [
  ['a key', 'a: 1\n# of b\nb: 2 # b\nc: 3\n', ['b'], undefined, 'a: 1\n# of b\nc: 3\n'],
  ['a mapping', 'a:\n  b:\n    c: 1\n  d: 1\n', ['a', 'b'], undefined, 'a:\n  d: 1\n'],
  ['the only key', 'a:\n  # why\n  b: 1\nz: 1\n', ['a', 'b'], undefined, 'a: {}\n  # why\nz: 1\n'],
  ['the first key of an item', 'l:\n  - a: 1\n    b: 2\n', ['l', 0, 'a'], undefined, 'l:\n  - b: 2\n'],
  ['an item', 'l:\n  - a # a\n  - b\n', ['l', 0], undefined, 'l:\n  - b\n'],
  ['the only item', 'l:\n- a\nz: 1\n', ['l', 0], undefined, 'l: []\nz: 1\n'],
  ['of a flow list', 'l: [a, b, c]\n', ['l', 1], undefined, 'l: [a, c]\n'],
  ['the last of a flow mapping', 'l: {a: 1, b: 2}\n', ['l', 'b'], undefined, 'l: {a: 1}\n'],
];

describe('the YAML editor', () => {
  it.each(settings)('sets %s', (_name, before, path, value, after) => {
    expect(yaml.edit(before, [{ path, value }])).toBe(after);
  });

  it.each(removals)('removes %s', (_name, before, path, value, after) => {
    expect(yaml.edit(before, [{ path, value }])).toBe(after);
  });

  it.each([
    ['a: 1\n b: 2\n', 1, 4],
    ['a: [1\nb: 2\n', 2, 1],
    ['a: 1\na: 2\n', 2, 1],
    ['a: 1\n---\nb: 2\n', 2, 1],
    ['- a\n', 1, 1],
    ['a: *none\n', 1, 4],
  ])('says where %j cannot be read', (text, line, column) => {
    try {
      yaml.read(text);
      expect.fail('it was read');
    } catch (error) {
      expect(error).toBeInstanceOf(UneditableText);
      expect(error).toMatchObject({ line, column });
    }
  });

  it('refuses what would change at another place too', () => {
    expect(() => yaml.edit('a: &x\n  b: 1\nc: *x\n', [{ path: ['c', 'd'], value: 1 }])).toThrow(UneditableText);
    expect(() => yaml.edit('a: &x\n  b: 1\nc: *x\n', [{ path: ['a', 'd'], value: 1 }])).toThrow(UneditableText);
    expect(() => yaml.edit('a: 1\n', [{ path: ['a', 'b'], value: 1 }])).toThrow(UneditableText);
  });

  it('follows no more aliases than a file can mean', () => {
    const lines = ['a0: &a0 [x, x]'];
    for (let depth = 1; depth < 30; depth += 1) lines.push(`a${depth}: &a${depth} [*a${depth - 1}, *a${depth - 1}]`);
    expect(() => yaml.read(lines.join('\n'))).toThrow('too many aliases');
  });
});

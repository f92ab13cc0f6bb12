import { describe, expect, it } from 'vitest';
import { checked } from '../checked.ts';
import { UneditableText } from '../uneditable.ts';
import { atTheEnd, type Json, type Path } from '../value.ts';
import { openToml } from './index.ts';

const toml = checked(openToml);
type Case = [name: string, before: string, path: Path, value: Json | undefined, after: string];

const settings: Case[] = [
  ['a key of the root', 'a = 1 # one\nmodel = "x" # mine\n', ['model'], 'y', 'a = 1 # one\nmodel = "y" # mine\n'],
  ['a new key behind the others', '# c\na = 1\n\n[t]\nb = 2\n', ['m'], 'y', '# c\na = 1\nm = "y"\n\n[t]\nb = 2\n'],
  ['a new key before the first table', '# top\n\n# of t\n[t]\n', ['m'], 1, '# top\n\nm = 1\n\n# of t\n[t]\n'],
  ['the same with CRLF', '# of t\r\n[t]\r\n', ['m'], 1, 'm = 1\r\n\r\n# of t\r\n[t]\r\n'],
  ['a file without an end', 'a = 1', ['m'], true, 'a = 1\nm = true'],
  ['a table behind all', '[a]\nx = 1', ['p', 'g'], { n: 'G' }, '[a]\nx = 1\n\n[p.g]\nn = "G"\n'],
  [
    'a table behind its neighbours',
    '[p.a]\nx = 1 # x\n\n# of z\n[z]\n',
    ['p', 'g'],
    { n: 'G' },
    '[p.a]\nx = 1 # x\n\n[p.g]\nn = "G"\n\n# of z\n[z]\n',
  ],
  [
    'a table that is there, with one inside',
    '[p.g] # ours\nn = "G"\nold = 1\n[p.g.in]\ny = 1\n\n# keep\n[p.z]\n',
    ['p', 'g'],
    { n: 'H', in: { y: 2 } },
    '[p.g]\nn = "H"\n\n[p.g.in]\ny = 2\n# keep\n[p.z]\n',
  ],
  ['dotted keys', 'p.g.n = "G" # c\np.z.n = 1\n', ['p', 'g'], { n: 'H' }, '# c\np.z.n = 1\n\n[p.g]\nn = "H"\n'],
  ['a key beside dotted ones', 'p.g.n = "G"\nq = 1\n', ['p', 'g', 'm'], 2, 'p.g.n = "G"\np.g.m = 2\nq = 1\n'],
  ['a key in a table', '[p]\na = 1 # a\n# end\n\n[q]\n', ['p', 'b'], 'x', '[p]\na = 1 # a\nb = "x"\n# end\n\n[q]\n'],
  ['a key in an empty table', '[p] # p\n[q]\n', ['p', 'b'], [1, 'x'], '[p] # p\nb = [1, "x"]\n[q]\n'],
  ['an indented table', '[p]\n  a = 1\n', ['p', 'b'], 2, '[p]\n  a = 1\n  b = 2\n'],
  ['an inline table', 'p = { a = 1 } # c\n', ['p', 'g'], { n: 1 }, 'p = { a = 1, g = { n = 1 } } # c\n'],
  ['an empty inline table', 'p = {}\n', ['p', 'g', 'n'], 1, 'p = { g = { n = 1 } }\n'],
  ['a member of an inline table', 'p = { g = { n = 1 }, z = 2 }\n', ['p', 'g'], 'x', 'p = { g = "x", z = 2 }\n'],
  [
    'a quoted key',
    '[models."gatehouse/x"]\na = 1\n\n[models."other/y"]\na = 1\n',
    ['models', 'gatehouse/x'],
    { a: 2 },
    '[models."gatehouse/x"]\na = 2\n\n[models."other/y"]\na = 1\n',
  ],
  ['a key with quotes of its own', '', ['a "b"', 'c.d'], 'x', '["a \\"b\\""]\n"c.d" = "x"\n'],
  [
    'an item behind a list of tables',
    '[[l]]\na = 1\n[l.s]\nb = 1\n\n[z]\n',
    ['l', atTheEnd],
    { a: 2 },
    '[[l]]\na = 1\n[l.s]\nb = 1\n\n[[l]]\na = 2\n\n[z]\n',
  ],
  [
    'an item of a list of tables',
    '[[l]]\na = 1\n[[l]]\na = 2 # two\n',
    ['l', 1],
    { a: 3 },
    '[[l]]\na = 1\n[[l]]\na = 3\n',
  ],
  [
    'a table in an item',
    '[[l]]\na = 1\n[[l]]\na = 2\n',
    ['l', 0, 's'],
    { b: 1 },
    '[[l]]\na = 1\n\n[l.s]\nb = 1\n\n[[l]]\na = 2\n',
  ],
  [
    'an item of a written list',
    'l = [\n  "a", # a\n  "b",\n]\n',
    ['l', atTheEnd],
    'c',
    'l = [\n  "a", # a\n  "b", "c",\n]\n',
  ],
  ['a list of tables', 'x = 1\n', ['l'], [{ a: 1 }, { a: 2 }], 'x = 1\n\n[[l]]\na = 1\n\n[[l]]\na = 2\n'],
];

const removals: Case[] = [
  ['a key with its line', 'a = 1\nm = 2\nb = 3\n', ['m'], undefined, 'a = 1\nb = 3\n'],
  ['a key, not its comment', 'm = 2 # why\nb = 3\n', ['m'], undefined, '# why\nb = 3\n'],
  [
    'a table with those inside',
    '[a]\n\n[p.g]\nn = 1\n\n[p.g.x]\nm = 1\n\n# z\n[z]\n',
    ['p', 'g'],
    undefined,
    '[a]\n\n# z\n[z]\n',
  ],
  ['dotted keys', 'p.g.n = 1\np.z = 2\n', ['p', 'g'], undefined, 'p.z = 2\n'],
  ['the last member', 'p = { a = 1, g = 2 }\n', ['p', 'g'], undefined, 'p = { a = 1 }\n'],
  ['the first member', 'p = { g = 2, a = 1 }\n', ['p', 'g'], undefined, 'p = { a = 1 }\n'],
  ['an item', '[[l]]\na = 1\n\n[[l]]\na = 2\n', ['l', 0], undefined, '[[l]]\na = 2\n'],
  ['what is not there', 'a = 1\n', ['p', 'g'], undefined, 'a = 1\n'],
];

describe('the TOML editor', () => {
  it.each(settings)('sets %s', (_name, before, path, value, after) => {
    expect(toml.edit(before, [{ path, value }])).toBe(after);
  });

  it.each(removals)('removes %s', (_name, before, path, value, after) => {
    expect(toml.edit(before, [{ path, value }])).toBe(after);
  });

  it('puts many tables in with one empty line between them', () => {
    const edits = ['a', 'b'].map((id) => ({ path: ['models', `gatehouse/${id}`], value: { n: id } }));
    const [a, b] = ['a', 'b'].map((id) => `[models."gatehouse/${id}"]\nn = "${id}"\n`);
    expect(toml.edit('x = 1\n', edits)).toBe(`x = 1\n\n${a}\n${b}`);
    expect(toml.edit('[models.z]\n# end\n[y]\n', edits)).toBe(`[models.z]\n\n${a}\n${b}\n# end\n[y]\n`);
  });

  it.each([
    ['a = ', 1, 5],
    ['a = 1\r\n[b]\r\nc = 1\r\n[b]\r\n', 4, 2],
    ['a = "x\n', 1, 7],
    ['a = 1\na = 2\n', 2, 1],
  ])('says where %j cannot be read', (text, line, column) => {
    expect(() => toml.read(text)).toThrow(UneditableText);
    try {
      toml.read(text);
    } catch (error) {
      expect(error).toMatchObject({ line, column });
    }
  });

  it('refuses a place inside something else', () => {
    expect(() => toml.edit('p = 1\n', [{ path: ['p', 'g'], value: 1 }])).toThrow(UneditableText);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checked } from './checked.ts';
import { openDotenv } from './dotenv/index.ts';
import type { Edit, Editor } from './editor.ts';
import { jsoncEditor, jsonEditor } from './json/index.ts';
import { openToml } from './toml/index.ts';
import { sectionText } from './toml/render.ts';
import { isObject, isSameJson, type Json, withoutEmpty, withValue } from './value.ts';
import { openYaml } from './yaml/index.ts';
import { blockText } from './yaml/render.ts';

const yaml = checked(openYaml);
const toml = checked(openToml);
const dotenv = checked(openDotenv);

const key = fc.constantFrom('a', 'b', 'gatehouse', 'gatehouse/x', 'with space', '7', 'yes', '__proto__');
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -1000, max: 100_000 }),
  fc.constantFrom(
    '',
    'plain',
    'a: b # c',
    '"quoted"',
    "it's",
    'line\nbreak',
    '- x',
    '{',
    'null',
    '1.5',
    'true',
    'ü €',
    '\\',
  ),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.array(fc.dictionary(key, scalar, { minKeys: 1, maxKeys: 3 }), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const root = fc.dictionary(key, value, { maxKeys: 5 });

const edits = fc.array(
  fc.record({ path: fc.array(key, { minLength: 1, maxLength: 3 }), value: fc.option(value, { nil: undefined }) }),
  { minLength: 1, maxLength: 5 },
);

const texts: Record<string, { editor: Editor; write: (json: Record<string, Json>) => string }> = {
  jsonc: { editor: jsoncEditor, write: (json) => `// top\n${JSON.stringify(json, null, 2)} // end\n` },
  json: { editor: jsonEditor, write: (json) => JSON.stringify(json, null, '\t') },
  toml: { editor: toml, write: (json) => `# top\n${sectionText(['root'], json, '\n')}` },
  yaml: { editor: yaml, write: (json) => `# top\nroot:\n  ${blockText(json, 2, '\n')}\n# end\n` },
};

const essence = (json: Json | undefined) => withoutEmpty(json ?? {}) ?? {};

/** Whether every step of the way is an object or nothing: else an editor refuses rightly. */
const isPossible = (json: Json, { path }: Edit): boolean => {
  let at: Json | undefined = json;
  for (const step of path.slice(0, -1)) {
    at = isObject(at) && Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
    if (at === undefined) return true;
    if (!isObject(at)) return false;
  }
  return true;
};

describe.each(Object.entries(texts))('any edits in %s', (name, { editor, write }) => {
  const base = name === 'json' || name === 'jsonc' ? [] : ['root'];

  it('make exactly what was asked for, and doing them again changes nothing', () => {
    fc.assert(
      fc.property(root, edits, (json, asked) => {
        let text = write(json);
        for (const edit of asked) {
          const there = { path: [...base, ...edit.path], value: edit.value };
          const before = editor.read(text) ?? {};
          if (!isPossible(before, there)) continue;
          text = editor.edit(text, [there]);
          expect(essence(editor.read(text))).toEqual(essence(withValue(before, there.path, there.value)));
          const again = editor.edit(text, [there]);
          expect(isSameJson(essence(editor.read(again)), essence(editor.read(text)))).toBe(true);
        }
        if (text !== write(json) && name !== 'json') expect(text).toMatch(/^(\/\/|#) top\n/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any edits in dotenv', () => {
  const name = fc.constantFrom('A', 'GATEHOUSE_API_KEY', 'B_2', 'path');
  const plain = fc.constantFrom(
    '',
    'x',
    'a b',
    'http://h:1/v1?x=y',
    'with # hash',
    "it's",
    'say "hi"',
    'sk-test-1',
    '$X',
  );

  it('make exactly what was asked for and keep every other line', () => {
    const line = fc.oneof(
      fc.constantFrom('# comment', '', '  # NAME=value', "export C='q' # why", 'D="two\nlines"', 'EMPTY='),
      fc.tuple(name, fc.constantFrom('old', '"old"', '  old  # c')).map(([n, v]) => `${n}=${v}`),
    );
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        name,
        fc.option(plain, { nil: undefined }),
        (lines, eol, n, v) => {
          const before = lines.join(eol);
          const after = dotenv.edit(before, [{ path: [n], value: v }]);
          const read = dotenv.read(after) as Record<string, Json> | undefined;
          expect(read?.[n]).toBe(v);
          const others = (text: string) =>
            text.split(/\r?\n/).filter((each) => !each.startsWith(`${n}=`) && each !== '');
          expect(others(after)).toEqual(others(before));
          expect(dotenv.edit(after, [{ path: [n], value: v }])).toBe(after);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, parseRoot } from '../edit/json/document.ts';
import { jsoncEditor } from '../edit/json/index.ts';
import { canonical, type Json } from '../edit/value.ts';
import { mergeManaged as merge } from './merge.ts';

const mergeManaged = (existing: string | null, file: Parameters<typeof merge>[2]) => merge(jsoncEditor, existing, file);

const keys = fc.constantFrom('provider', 'gatehouse', 'model', 'theme', '$schema', 'own', 'a b', '__proto__', '7');
const scalars = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string({ maxLength: 6 }));
const gaps = fc.constantFrom('', ' ', '\n', '\r\n', '\n\t', '/* c */', ' // line, "x": {\n', '\n  ', '/*{*/ // }\r\n');

/** Text of an object with random white space, comments, trailing commas and duplicated keys. */
const { object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars.map((v) => JSON.stringify(v)),
    tie('object'),
  ),
  object: fc
    .tuple(fc.array(fc.tuple(gaps, keys, gaps, tie('value'), gaps), { maxLength: 4 }), fc.boolean(), gaps)
    .map(([members, hasTrailingComma, end]) => {
      const texts = members.map(([a, key, b, value, c]) => `${a}${JSON.stringify(key)}:${b}${value}${c}`);
      return `{${texts.join(',')}${texts.length > 0 && hasTrailingComma ? ',' : ''}${end}}`;
    }),
}));
const texts = fc.tuple(fc.constantFrom('', '\uFEFF'), gaps, object, gaps).map((parts) => parts.join(''));

const files = fc
  .record({
    gatehouse: fc.option(fc.dictionary(keys, scalars, { maxKeys: 4 }), { nil: undefined }),
    model: fc.option(fc.string({ maxLength: 5 }), { nil: undefined }),
  })
  .map(({ gatehouse, model }) => ({
    managed: [['provider', 'gatehouse'], ['model']],
    suggested: [['$schema']],
    content: JSON.stringify({ $schema: 's', ...(model && { model }), ...(gatehouse && { provider: { gatehouse } }) }),
  }));

const mergeable = fc.tuple(texts, files).filter(([text, file]) => {
  const provider = value(text).provider;
  return !file.content.includes('"provider"') || provider === undefined || isObject(provider);
});

describe('mergeManaged, for any file and bundle', () => {
  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(mergeable, ([text, file]) => {
        const once = mergeManaged(text, file);
        expect(mergeManaged(once.text, file)).toEqual({ text: once.text, changes: [] });
        expect(once.changes.length === 0).toBe(once.text === text);
      }),
    );
  });

  it('makes the managed parts equal to the bundle and leaves the values of all others', () => {
    fc.assert(
      fc.property(mergeable, ([text, file]) => {
        const before = value(text);
        const after = value(mergeManaged(text, file).text);
        const wanted = value(file.content);
        expect(after.model).toEqual(wanted.model);
        expect(providerOf(after).gatehouse).toEqual(providerOf(wanted).gatehouse);
        expect(unmanaged(after)).toEqual(unmanaged(before));
      }),
    );
  });

  it('only ever inserts when nothing of ours was there', () => {
    fc.assert(
      fc.property(
        mergeable.filter(([text]) => !/"(gatehouse|model)"/.test(text)),
        ([text, file]) => {
          expect(isSubsequence(text, mergeManaged(text, file).text)).toBe(true);
        },
      ),
    );
  });

  it('gives the bytes back when what was added is taken out again', () => {
    const content = JSON.stringify({ $schema: 's', provider: { gatehouse: { a: 1 } }, model: 'm' });
    const managed = [['provider', 'gatehouse'], ['model']];
    fc.assert(
      fc.property(
        texts.filter(
          (text) => !/"(gatehouse|model)"/.test(text) && isObject(value(text).provider) && '$schema' in value(text),
        ),
        (text) => {
          const there = mergeManaged(text, { managed, suggested: [], content }).text;
          const back = mergeManaged(there, { managed, suggested: [], content: '{}' }).text;
          expect(back.replace(/[\s,]/g, '')).toBe(text.replace(/[\s,]/g, ''));
        },
      ),
    );
  });
});

const value = (text: string): Record<string, Json> => {
  const root = parseRoot(text.replace(/^\uFEFF/, ''));
  return root ? (jsonOf(root) as Record<string, Json>) : {};
};
const isObject = (json: Json | undefined): json is Record<string, Json> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
const providerOf = (config: Record<string, Json>) => (isObject(config.provider) ? config.provider : {});

/** A provider object that holds only ours, or nothing, counts as absent: the first merge may have made it. */
function unmanaged(config: Record<string, Json>): string {
  const { $schema: _, model: __, provider, ...rest } = config;
  if (!isObject(provider)) return canonical({ ...rest, ...(provider !== undefined && { provider }) });
  const { gatehouse: ___, ...others } = provider;
  return canonical(Object.keys(others).length === 0 ? rest : { ...rest, provider: others });
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (char === part[at]) at += 1;
  return at === part.length;
}

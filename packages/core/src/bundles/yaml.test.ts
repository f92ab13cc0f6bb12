import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { type YamlValue, yamlOf } from './yaml.ts';

it('writes in block style, with quotes only where they are needed', () => {
  const models = [
    { name: 'a/b-1.2', url: 'http://h:1/v1', roles: ['chat', 'y'], limit: { context: 5 } },
    { name: '1' },
  ];
  expect(yamlOf({ schema: 'v1', version: '1.0.0', isOpen: true, none: undefined, models })).toBe(`schema: v1
version: "1.0.0"
isOpen: true
models:
  - name: a/b-1.2
    url: http://h:1/v1
    roles:
      - chat
      - "y"
    limit:
      context: 5
  - name: "1"`);
});

it('is read as what was written, in either version of YAML', () => {
  const word = fc.constantFrom(
    'no',
    'Off',
    'a: b',
    '- a',
    '#',
    '~',
    '0x1',
    '1e3',
    '.inf',
    '2026-01-01',
    'null',
    '<<',
    'a:',
  );
  const text = fc.oneof(word, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  const { value } = fc.letrec<{ value: YamlValue; list: YamlValue[]; record: Record<string, YamlValue> }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), tie('list'), tie('record')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    record: fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(fc.dictionary(text, value, { minKeys: 1, noNullPrototype: true }), (document) => {
      for (const version of ['1.1', '1.2'] as const)
        expect(parse(yamlOf(document), { version, merge: false })).toEqual(document);
    }),
    { numRuns: 300 },
  );
});

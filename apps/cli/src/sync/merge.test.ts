import { describe, expect, it } from 'vitest';
import { jsonOf, parseRoot } from '../edit/json/document.ts';
import { jsoncEditor } from '../edit/json/index.ts';
import { UneditableText } from '../edit/uneditable.ts';
import { mergeManaged as merge } from './merge.ts';

const mergeManaged = (existing: string | null, file: Parameters<typeof merge>[2]) => merge(jsoncEditor, existing, file);

const schema = 'https://opencode.ai/config.json';
const provider = { npm: '@ai-sdk/openai-compatible', models: { 'glm-4.6': { name: 'GLM 4.6' } } };
const file = {
  managed: [['provider', 'gatehouse']],
  suggested: [['$schema']],
  content: `${JSON.stringify({ $schema: schema, provider: { gatehouse: provider } }, null, 2)}\n`,
};

/** `§` stands for the provider as it looks at its place, so that the tables below show only what surrounds it. */
const at = (indent: string, unit = '  ', eol = '\n') =>
  JSON.stringify(provider, null, unit)
    .split('\n')
    .join(eol + indent);
const compact = JSON.stringify(provider);

const corpus: { name: string; before: string; after: string }[] = [
  { name: 'an empty file', before: '', after: file.content },
  { name: 'white space only', before: ' \n\n', after: file.content },
  { name: 'a byte order mark only', before: '\uFEFF', after: `\uFEFF${file.content}` },
  { name: 'comments only', before: '// mine\n/* too */\n', after: `// mine\n/* too */\n${file.content}` },
  { name: 'a comment without line end', before: '// mine', after: `// mine\n${file.content}` },
  {
    name: 'comments only, CRLF',
    before: '// mine\r\n',
    after: `// mine\r\n${file.content.replaceAll('\n', '\r\n')}`,
  },
  {
    name: 'an empty object',
    before: '{}',
    after: `{\n  "$schema": "${schema}",\n  "provider": {\n    "gatehouse": ${at('    ')}\n  }\n}`,
  },
  {
    name: 'an empty object with a comment',
    before: '{\n  // nothing yet\n}\n',
    after: `{\n  // nothing yet\n  "$schema": "${schema}",\n  "provider": {\n    "gatehouse": ${at('    ')}\n  }\n}\n`,
  },
  {
    name: 'comments beside and between properties',
    before: `// top\n{\n  "$schema": "x", // kept\n  /* theme */ "theme": "dark" // last\n  // end\n}\n// after\n`,
    after: `// top\n{\n  "$schema": "x", // kept\n  /* theme */ "theme": "dark", // last\n  // end\n  "provider": {\n    "gatehouse": ${at('    ')}\n  }\n}\n// after\n`,
  },
  {
    name: 'trailing commas',
    before: `{\n  "$schema": "x",\n  "provider": {\n    "own": {},\n  },\n}\n`,
    after: `{\n  "$schema": "x",\n  "provider": {\n    "own": {},\n    "gatehouse": ${at('    ')},\n  },\n}\n`,
  },
  {
    name: 'four spaces',
    before: `{\n    "$schema": "x",\n    "provider": {\n        "own": {}\n    }\n}\n`,
    after: `{\n    "$schema": "x",\n    "provider": {\n        "own": {},\n        "gatehouse": ${at('        ', '    ')}\n    }\n}\n`,
  },
  {
    name: 'tabs and CRLF',
    before: '{\r\n\t"$schema": "x"\r\n}\r\n',
    after: `{\r\n\t"$schema": "x",\r\n\t"provider": {\r\n\t\t"gatehouse": ${at('\t\t', '\t', '\r\n')}\r\n\t}\r\n}\r\n`,
  },
  {
    name: 'a byte order mark',
    before: '\uFEFF{ "$schema": "x" }',
    after: `\uFEFF{ "$schema": "x","provider":{"gatehouse":${compact}} }`,
  },
  {
    name: 'one line',
    before: '{"$schema":"x","provider":{"own":{"options":{}}},"theme":"dark"}',
    after: `{"$schema":"x","provider":{"own":{"options":{}},"gatehouse":${compact}},"theme":"dark"}`,
  },
  {
    name: 'odd formatting',
    before: `{ "$schema" : "x"\n, "theme":"dark"\n,"provider" :{ "own":{ } }\n      , "keybinds"   : [ 1,\n2 ] }`,
    after: `{ "$schema" : "x"\n, "theme":"dark"\n,"provider" :{ "own":{ },\n  "gatehouse": ${at('  ')}\n }\n      , "keybinds"   : [ 1,\n2 ] }`,
  },
  {
    name: 'our provider, edited by hand',
    before: `{\n  "$schema": "x",\n  "provider": {\n    "gatehouse": { "models": [] }, // mine\n    "own": {}\n  }\n}\n`,
    after: `{\n  "$schema": "x",\n  "provider": {\n    "gatehouse": ${at('    ')}, // mine\n    "own": {}\n  }\n}\n`,
  },
  {
    name: 'our provider, equal but formatted in another way',
    before: `{"$schema":"x",\n"provider":{"gatehouse": {"models":{"glm-4.6":{"name":"GLM 4.6"/* ok */}}, "npm":"@ai-sdk/openai-compatible"}}}`,
    after: `{"$schema":"x",\n"provider":{"gatehouse": {"models":{"glm-4.6":{"name":"GLM 4.6"/* ok */}}, "npm":"@ai-sdk/openai-compatible"}}}`,
  },
  {
    name: 'a duplicated parent: the last one counts',
    before: `{\n  "$schema": "x",\n  "provider": {},\n  "provider": {\n    "own": {}\n  }\n}\n`,
    after: `{\n  "$schema": "x",\n  "provider": {},\n  "provider": {\n    "own": {},\n    "gatehouse": ${at('    ')}\n  }\n}\n`,
  },
  {
    name: 'our provider twice: one is left',
    before: `{\n  "$schema": "x",\n  "provider": {\n    "gatehouse": 1,\n    "own": {},\n    "gatehouse": 2\n  }\n}\n`,
    after: `{\n  "$schema": "x",\n  "provider": {\n    "own": {},\n    "gatehouse": ${at('    ')}\n  }\n}\n`,
  },
];

describe('mergeManaged', () => {
  it('writes the bundle as it is where there is no file', () => {
    const merged = mergeManaged(null, file);
    expect(merged.text).toBe(file.content);
    expect(merged.changes.map((change) => [change.path.join('.'), change.kind])).toEqual([
      ['$schema', 'added'],
      ['provider.gatehouse', 'added'],
    ]);
  });

  it.each(corpus)('$name', ({ before, after }) => {
    const merged = mergeManaged(before, file);
    expect(merged.text).toBe(after);
    expect(merged.changes.length > 0).toBe(before !== after);
    expect(mergeManaged(merged.text, file)).toEqual({ text: after, changes: [] });
  });

  it('suggests only where the person has nothing', () => {
    const suggesting = {
      managed: [],
      suggested: [['model'], ['small_model']],
      content: '{"model":"a","small_model":"b"}',
    };
    const merged = mergeManaged('{\n  "model": null\n}', suggesting);
    expect(merged.text).toBe('{\n  "model": null,\n  "small_model": "b"\n}');
    expect(mergeManaged(merged.text, { ...suggesting, content: '{}' }).text).toBe(merged.text);
  });

  it('removes what the bundle no longer holds', () => {
    const managed = [['provider', 'gatehouse'], ['model']];
    const merged = mergeManaged('{\n  "$schema": "x",\n  "model": "a/b",\n  "theme": "dark"\n}\n', {
      managed,
      suggested: [],
      content: '{ "$schema": "x" }',
    });
    expect(merged.text).toBe('{\n  "$schema": "x",\n  "theme": "dark"\n}\n');
    expect(merged.changes).toEqual([{ path: ['model'], kind: 'removed', before: 'a/b' }]);
  });

  it.each([
    ['the last property', '{"a":1, "model":2}', '{"a":1}'],
    ['the only property', '{ "model": 2 }', '{  }'],
    ['the last property behind a comment', '{"a":1, // a\n "model":2 }', '{"a":1 // a\n  }'],
    ['a property with a comment before its comma', '{"model":2 // m\n, "a":1}', '{ // m\n "a":1}'],
    ['a property with a trailing comma', '{\n"a":1,\n"model":2,\n}', '{\n"a":1,\n}'],
    ['duplicates', '{"model":1,"a":1,"model":2}', '{"a":1}'],
  ])('removes %s', (_name, before, after) => {
    expect(mergeManaged(before, { managed: [['model']], suggested: [], content: '{}' }).text).toBe(after);
    expect(jsonOf(parseRoot(after) ?? expect.fail('no object'))).not.toHaveProperty('model');
  });

  it.each([
    ['an array', '[1]', 1, 1, 'the top level is not an object'],
    ['a string', '\n "x"', 2, 2, 'the top level is not an object'],
    [
      'a parent that is not an object',
      '{\n  "$schema": "x",\n  "provider": null\n}',
      3,
      15,
      '"provider" is not an object',
    ],
    ['a missing brace', '{\n  "a": 1\n', 3, 1, 'expected }'],
    ['a missing comma', '{\r\n  "a": 1\r\n  "b": 2\r\n}', 3, 3, 'expected a comma'],
    ['an open string', '{\n  "a": "b\n}', 2, 8, 'a string is not closed'],
    ['an open comment', '{ /* ', 1, 3, 'a comment is not closed'],
    ['a merge conflict', '<<<<<<< HEAD\n{}\n', 1, 1, 'unexpected word'],
    ['two objects', '{}\n{}', 2, 1, 'expected the end of the file'],
  ])('refuses %s and says where', (_name, before, line, column, reason) => {
    const error = failureOf(() => mergeManaged(before, file));
    expect(error).toMatchObject({ name: 'UneditableText', message: reason, line, column });
  });
});

function failureOf(action: () => unknown): UneditableText {
  try {
    action();
  } catch (error) {
    if (error instanceof UneditableText) return error;
    throw error;
  }
  return expect.fail('it was accepted');
}

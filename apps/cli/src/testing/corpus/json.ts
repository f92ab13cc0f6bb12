import type { Family } from './family.ts';

const ours = {
  npm: '@ai-sdk/openai-compatible',
  options: { apiKey: 'sk-test-corpus-key-0001' },
  models: { 'glm-4.6': {} },
};

/** Read by JSON and JSONC alike. */
const plain: Record<string, string> = {
  'an empty object': '{}\n',
  'one line': '{"theme":"dark","list":[1,2,{"a":null}],"n":1e3}\n',
  'two spaces': '{\n  "theme": "dark",\n  "keybinds": { "leader": "ctrl+x" },\n  "list": [\n    1,\n    2\n  ]\n}\n',
  tabs: '{\n\t"theme": "dark",\n\t"deep": {\n\t\t"er": true\n\t}\n}\n',
  'four spaces and gaps': '{\n\n    "theme" : "dark" ,\n\n    "x"  :  [ ]\n\n}\n',
  'commas in front': '{ "a": 1\n, "b": 2\n, "c": {\n    "d": 3\n  , "e": 4 }\n}\n',
  'a provider of their own':
    '{\n  "provider": {\n    "own": { "options": { "apiKey": "sk-test-their-own" } }\n  },\n  "model": "own/x"\n}\n',
  'an environment of their own':
    '{\n  "env": {\n    "OWN": "1",\n    "ANTHROPIC_LOG": "debug"\n  },\n  "permissions": { "allow": ["Bash(ls:*)"] }\n}\n',
  'our names at other places':
    '{\n  "gatehouse": { "provider": { "gatehouse": 1 } },\n  "other": { "env": { "ANTHROPIC_BASE_URL": "x" } }\n}\n',
  'an older version of ours':
    '{\n  "provider": {\n    "gatehouse": { "models": { "old": {} } },\n    "z": {}\n  },\n  "env": { "A": "b" }\n}\n',
  'text in many scripts': '{\n  "name": "日本語 🚀 \\u00e9 \\"quoted\\"",\n  "path": "C:\\\\x\\\\y"\n}\n',
  'keys with odd names':
    '{\n  "": 1,\n  "a.b": 2,\n  "provider.gatehouse": 3,\n  "__proto__": { "x": 1 },\n  "env ": {}\n}\n',
  'numbers and truth': '{\n  "a": -0.0,\n  "b": 12345678901234567890,\n  "c": false,\n  "d": null\n}\n',
};

const commented: Record<string, string> = {
  'comments everywhere':
    '// top\n{\n  /* a */ "theme": /* b */ "dark", // c\n  // "provider": { "gatehouse": {} }\n  "x": 1 // d\n  // end\n}\n// after\n',
  'trailing commas': '{\n  "a": [\n    1,\n  ],\n  "provider": {\n    "own": {},\n  },\n}\n',
  'a comment behind the last': '{\n  "a": 1 // last\n}\n',
};

const brokenJson: Record<string, string> = {
  'a missing comma': '{\n  "a": 1\n  "b": 2\n}\n',
  'a missing brace': '{ "a": { "b": 1 }\n',
  'an open string': '{ "a": "b }\n',
  'a list at the top': '[1]\n',
  'single quotes': "{ 'a': 1 }\n",
  'a merge conflict': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n',
  'two objects': '{}\n{}\n',
  'a bare word': '{ "a": yes }\n',
};

const suggested = [['$schema'], ['model']];

export const jsonc: Family = {
  format: 'opencode',
  place: '.config/opencode/opencode.json',
  file: {
    path: 'opencode/opencode.json',
    syntax: 'jsonc',
    isWhole: false,
    managed: [['provider', { keys: 'gatehouse' }]],
    suggested,
    content: `${JSON.stringify({ $schema: 'https://x/s.json', model: 'gatehouse/glm-4.6', provider: { gatehouse: ours } }, null, 2)}\n`,
    isSecret: true,
  },
  texts: { ...plain, ...commented },
  broken: {
    ...brokenJson,
    'a comment that is not closed': '{ /* x\n',
    'a provider that is none': '{ "provider": [] }\n',
  },
};

export const strictJson: Family = {
  format: 'claude-code',
  place: '.claude/settings.json',
  file: {
    path: 'claude-code/settings.json',
    syntax: 'json',
    isWhole: false,
    managed: [['env', 'ANTHROPIC_BASE_URL'], ['env', 'ANTHROPIC_AUTH_TOKEN'], ['apiKeyHelper']],
    suggested,
    content: `${JSON.stringify({ model: 'glm-4.6', env: { ANTHROPIC_BASE_URL: 'http://h', ANTHROPIC_AUTH_TOKEN: 'sk-test-corpus-key-0001' } }, null, 2)}\n`,
    isSecret: true,
  },
  texts: {
    ...plain,
    'a helper of their own': '{\n  "apiKeyHelper": "own-script",\n  "env": { "ANTHROPIC_BASE_URL": "http://own" }\n}\n',
  },
  broken: { ...brokenJson, 'a comment': '{\n  // mine\n  "a": 1\n}\n', 'a trailing comma': '{ "a": 1, }\n' },
};

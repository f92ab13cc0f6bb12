import type { Field, Struct } from './structs.ts';

const thinking: Struct = [
  { name: 'min', kind: 'int' },
  { name: 'max', kind: 'int' },
  { name: 'zero_allowed', kind: 'bool' },
  { name: 'dynamic_allowed', kind: 'bool' },
  { name: 'levels', kind: 'strings' },
];

const model: Struct = [
  { name: 'name', kind: 'string', always: true },
  { name: 'alias', kind: 'string', always: true },
  { name: 'display-name', kind: 'string' },
  { name: 'max-context-length', kind: 'int' },
  { name: 'force-mapping', kind: 'bool' },
  { name: 'is-compat', kind: 'bool' },
  { name: 'thinking', kind: { record: thinking } },
];

const compatModel: Struct = [
  ...model.slice(0, 5),
  { name: 'image', kind: 'bool' },
  { name: 'input-modalities', kind: 'strings' },
  { name: 'output-modalities', kind: 'strings' },
  ...model.slice(5),
];

const vertexModel: Struct = model.filter(({ name }) => name !== 'max-context-length' && name !== 'is-compat');

const errorRule: Struct = [
  { name: 'status', kind: 'int' },
  { name: 'match', kind: 'strings' },
  { name: 'match-regexr', kind: 'strings' },
  { name: 'action', kind: 'string' },
];

const cloak: Struct = [
  { name: 'mode', kind: 'string' },
  { name: 'strict-mode', kind: 'bool' },
  { name: 'sensitive-words', kind: 'strings' },
  { name: 'cache-user-id', kind: 'optional-bool' },
];

const head: Struct = [
  { name: 'api-key', kind: 'string', always: true },
  { name: 'priority', kind: 'int' },
  { name: 'weight', kind: 'optional-int' },
  { name: 'prefix', kind: 'string' },
];

const middle: Struct = [
  { name: 'headers', kind: 'string-map' },
  { name: 'excluded-models', kind: 'strings' },
];

const tail: Struct = [
  { name: 'disable-cooling', kind: 'optional-bool' },
  { name: 'request-retry', kind: 'optional-int' },
  { name: 'request-scoped-errors', kind: { list: errorRule } },
];

const always = (fields: Struct): Struct => fields.map((field): Field => ({ ...field, always: true }));

const base: Field = { name: 'base-url', kind: 'string' };
const proxy: Field = { name: 'proxy-url', kind: 'string' };
const models: Field = { name: 'models', kind: { list: model } };

export const gemini: Struct = [...head, base, proxy, models, ...middle, ...tail];
export const claude: Struct = [
  ...head,
  ...always([base, proxy, models]),
  ...middle,
  { name: 'rebuild-mid-system-message', kind: 'bool' },
  ...tail,
  { name: 'cloak', kind: { record: cloak } },
  { name: 'fingerprint-profile', kind: 'string' },
  { name: 'experimental-cch-signing', kind: 'bool' },
];
export const codex: Struct = [
  ...head,
  ...always([base]),
  { name: 'websockets', kind: 'bool' },
  { name: 'alpha-search', kind: 'bool' },
  ...always([proxy, models]),
  ...middle,
  ...tail,
];
export const vertex: Struct = [
  ...head,
  base,
  proxy,
  { name: 'headers', kind: 'string-map' },
  { name: 'models', kind: { list: vertexModel } },
  { name: 'excluded-models', kind: 'strings' },
  ...tail.slice(0, 2),
];
export const compat: Struct = [
  { name: 'name', kind: 'string', always: true },
  { name: 'priority', kind: 'int' },
  { name: 'disabled', kind: 'bool', always: true },
  { name: 'prefix', kind: 'string' },
  { name: 'base-url', kind: 'string', always: true },
  {
    name: 'api-key-entries',
    kind: {
      list: [
        { name: 'api-key', kind: 'string', always: true },
        { name: 'weight', kind: 'optional-int' },
        { name: 'proxy-url', kind: 'string' },
      ],
    },
  },
  { name: 'models', kind: { list: compatModel } },
  { name: 'headers', kind: 'string-map' },
  { name: 'support-prompt-cache-key', kind: 'bool' },
  ...tail,
];

export const errorRules = errorRule;
export const aliasRule: Struct = [
  { name: 'name', kind: 'string', always: true },
  { name: 'alias', kind: 'string', always: true },
  { name: 'fork', kind: 'bool' },
  { name: 'display-name', kind: 'string' },
  { name: 'force-mapping', kind: 'bool' },
];

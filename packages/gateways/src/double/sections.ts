import { claude, codex, compat, gemini, vertex } from './entry-structs.ts';
import {
  dedupe,
  entriesOf,
  normaliseHeaders,
  normalisePrefix,
  sanitise,
  sortedHeaders,
  str,
  trimFields,
  trimModels,
} from './normalise.ts';
import type { Entry, Struct } from './structs.ts';

export const sectionNames = [
  'gemini-api-key',
  'interactions-api-key',
  'claude-api-key',
  'codex-api-key',
  'xai-api-key',
  'vertex-api-key',
  'openai-compatibility',
] as const;
export type SectionName = (typeof sectionNames)[number];

export type Section = {
  name: SectionName;
  struct: Struct;
  /** What a PUT and a PATCH do to one entry before the whole list is sanitised. */
  prepare: (entry: Entry) => Entry;
  /** What happens to the list on every write and on every load. */
  sanitise: (entries: Entry[]) => Entry[];
  patchable: readonly string[];
  /** Entries for which this is true after a PATCH are deleted by it. */
  isDeletion: (patched: Entry, patch: Entry) => boolean;
  /** Whether several entries with one key make a PATCH or DELETE by key ambiguous, and a DELETE without match a 404. */
  isStrict: boolean;
};

const strings = ['api-key', 'base-url', 'proxy-url'];
const common = [
  'api-key',
  'weight',
  'prefix',
  'base-url',
  'proxy-url',
  'headers',
  'excluded-models',
  'disable-cooling',
  'request-retry',
];
const withRules = [...common, 'request-scoped-errors'];
const has = (entry: Entry, name: string) => str(entry[name]) !== '';

const geminiLike = (name: SectionName): Section => ({
  name,
  struct: gemini,
  prepare: (entry) => entry,
  sanitise: (entries) =>
    dedupe(
      entries
        .map((entry) => sanitise(trimFields(entry, strings)))
        .filter((entry) => has(entry, 'api-key') || has(entry, 'base-url')),
      (entry) =>
        [...strings.map((field) => str(entry[field])), str(entry.prefix), sortedHeaders(entry.headers)].join('\0'),
    ),
  patchable: withRules,
  isDeletion: (patched) => !has(patched, 'api-key') && !has(patched, 'base-url'),
  isStrict: true,
});

const codexLike = (name: SectionName, finish: (entry: Entry) => Entry, extra: readonly string[]): Section => ({
  name,
  struct: codex,
  prepare: (entry) => trimModels(sanitise(trimFields(entry, strings))),
  sanitise: (entries) =>
    entries.map((entry) => finish(sanitise(trimFields(entry, ['base-url'])))).filter((entry) => has(entry, 'base-url')),
  patchable: [...withRules, 'models', ...extra],
  isDeletion: (_, patch) => 'base-url' in patch && str(patch['base-url']).trim() === '',
  isStrict: false,
});

const all: readonly Section[] = [
  geminiLike('gemini-api-key'),
  geminiLike('interactions-api-key'),
  {
    name: 'claude-api-key',
    struct: claude,
    prepare: (entry) => trimModels(sanitise(trimFields(entry, [...strings, 'fingerprint-profile']))),
    sanitise: (entries) => entries.map(sanitise),
    patchable: [...withRules, 'models', 'fingerprint-profile', 'rebuild-mid-system-message'],
    isDeletion: () => false,
    isStrict: false,
  },
  codexLike('codex-api-key', (entry) => entry, ['alpha-search']),
  codexLike('xai-api-key', (entry) => ({ ...entry, 'alpha-search': false }), ['priority', 'websockets']),
  {
    name: 'vertex-api-key',
    struct: vertex,
    prepare: (entry) => trimModels(sanitise(trimFields(entry, strings)), true),
    sanitise: (entries) =>
      dedupe(
        entries
          .map((entry) => trimModels(sanitise(trimFields(entry, strings)), true))
          .filter((entry) => has(entry, 'api-key')),
        (entry) => `${str(entry['api-key'])}\0${str(entry['base-url'])}`,
      ),
    patchable: [...common, 'models'],
    isDeletion: (_, patch) => 'api-key' in patch && str(patch['api-key']).trim() === '',
    isStrict: false,
  },
  {
    name: 'openai-compatibility',
    struct: compat,
    prepare: (entry) => ({
      ...trimFields(entry, ['base-url']),
      'api-key-entries': entriesOf(entry['api-key-entries']).map((key) => trimFields(key, ['api-key'])),
    }),
    sanitise: (entries) =>
      entries
        .map((entry) => ({
          ...trimFields(entry, ['name', 'base-url']),
          prefix: normalisePrefix(entry.prefix),
          headers: normaliseHeaders(entry.headers),
        }))
        .filter((entry) => has(entry, 'base-url')),
    patchable: [
      'name',
      'prefix',
      'disabled',
      'disable-cooling',
      'base-url',
      'api-key-entries',
      'models',
      'headers',
      'support-prompt-cache-key',
      'request-retry',
      'request-scoped-errors',
    ],
    isDeletion: (_, patch) => 'base-url' in patch && str(patch['base-url']).trim() === '',
    isStrict: false,
  },
];

export const sections: ReadonlyMap<string, Section> = new Map(all.map((section) => [section.name, section]));

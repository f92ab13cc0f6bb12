import { createHash } from 'node:crypto';
import { type CatalogueModel, families } from './catalogue.ts';
import type { Config } from './config.ts';
import { entriesOf, sortedHeaders, str } from './normalise.ts';
import { type SectionName, sectionNames } from './sections.ts';
import type { Entry } from './structs.ts';

export type LiveModel = CatalogueModel & { ownedBy: string; upstream: string };

/** A credential of the data plane, made from one entry (or one key of a custom provider). */
export type Auth = {
  id: string;
  index: string;
  provider: string;
  executor: string;
  /** The upstream credential, as usage records carry it. */
  source: string;
  baseUrl: string;
  /** The provider's name in `/api-key-usage`. */
  group: string;
  /** Requests since the process started. */
  counters: { success: number; failed: number };
  models: LiveModel[];
};

/** A credential's place in the configuration: the entry, and the key within a custom provider. */
export type Placed = { section: SectionName; entryIndex: number; keyIndex: number | null; id: string; index: string };

// Every answer names every credential by such a hash.
const hashes = new Map<string, string>();
const mostHashes = 60_000;

function sha256(value: string): string {
  const known = hashes.get(value);
  if (known !== undefined) return known;
  if (hashes.size >= mostHashes) hashes.clear();
  const hash = createHash('sha256').update(value).digest('hex');
  hashes.set(value, hash);
  return hash;
}

/** The public short hash that identifies a credential in answers and usage records. */
export const authIndex = (seed: string): string => sha256(seed.trim()).slice(0, 16);

function idGenerator(): (kind: string, parts: string[]) => string {
  const counts = new Map<string, number>();
  return (kind, parts) => {
    const short = sha256([kind, ...parts.map((part) => part.trim())].join('\0')).slice(0, 12);
    const key = `${kind}:${short}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? key : `${key}-${count}`;
  };
}

/** Identities of all credentials of a configuration, in its order. */
export function placeAuths(config: Config): Placed[] {
  const next = idGenerator();
  return sectionNames.flatMap((section) =>
    config.lists[section].flatMap((entry, entryIndex): Placed[] =>
      section === 'openai-compatibility'
        ? placeCompat(entry, entryIndex, next)
        : [placeKeyed(section, entry, entryIndex, next)],
    ),
  );
}

function placeKeyed(
  section: Exclude<SectionName, 'openai-compatibility'>,
  entry: Entry,
  entryIndex: number,
  next: (kind: string, parts: string[]) => string,
): Placed {
  const { kind, seed } = families[section];
  const [key, base, proxy] = [str(entry['api-key']), str(entry['base-url']), str(entry['proxy-url'])];
  const parts =
    section === 'vertex-api-key'
      ? [key, base, proxy]
      : [key, base, proxy, str(entry.prefix), sortedHeaders(entry.headers)];
  const id = next(kind, parts);
  const index = authIndex(seed && key ? `${seed}:${base.trim()}+${key.trim()}` : `id:${id}`);
  return { section, entryIndex, keyIndex: null, id, index };
}

function placeCompat(entry: Entry, entryIndex: number, next: (kind: string, parts: string[]) => string): Placed[] {
  if (entry.disabled === true) return [];
  const section = 'openai-compatibility';
  const kind = `${section}:${str(entry.name).toLowerCase()}`;
  const base = str(entry['base-url']);
  const keys = entriesOf(entry['api-key-entries']);
  if (keys.length === 0) {
    const id = next(kind, [base]);
    return [{ section, entryIndex, keyIndex: null, id, index: authIndex(`id:${id}`) }];
  }
  return keys.map((item, keyIndex) => {
    const key = str(item['api-key']);
    const id = next(kind, [key, base, str(item['proxy-url'])]);
    return { section, entryIndex, keyIndex, id, index: authIndex(key ? `${section}:${base}+${key}` : `id:${id}`) };
  });
}

/** The credentials that the data plane works with after loading this configuration. */
export function buildAuths(config: Config): Auth[] {
  const isForced = config.scalars['force-model-prefix'] === true;
  return placeAuths(config).map((placed) => {
    const entry = config.lists[placed.section][placed.entryIndex] ?? {};
    const key = placed.keyIndex === null ? entry : (entriesOf(entry['api-key-entries'])[placed.keyIndex] ?? {});
    const family = placed.section === 'openai-compatibility' ? null : families[placed.section];
    const name = str(entry.name);
    return {
      id: placed.id,
      index: placed.index,
      provider: family?.provider ?? `openai-compatible-${name.toLowerCase()}`,
      executor: family?.executor ?? 'OpenAICompatExecutor',
      source: str(key['api-key']),
      baseUrl: str(entry['base-url']),
      group: family?.provider ?? name.toLowerCase(),
      counters: { success: 0, failed: 0 },
      models: prefixed(offered(entry, family?.models ?? [], family?.ownedBy ?? name), str(entry.prefix), isForced),
    };
  });
}

function offered(entry: Entry, builtIn: readonly CatalogueModel[], ownedBy: string): LiveModel[] {
  const mappings = entriesOf(entry.models);
  const models =
    mappings.length > 0
      ? mappings.map((item) => mapped(item, builtIn, ownedBy))
      : builtIn.map((item) => ({ ...item, ownedBy, upstream: item.id }));
  const excluded = (Array.isArray(entry['excluded-models']) ? entry['excluded-models'] : []).map(str);
  return models.filter(({ id }) => id !== '' && !excluded.some((pattern) => matches(pattern, id.toLowerCase())));
}

function mapped(item: Entry, builtIn: readonly CatalogueModel[], ownedBy: string): LiveModel {
  const upstream = str(item.name);
  const id = str(item.alias) || upstream;
  const known = builtIn.find((model) => model.id === upstream);
  const fallback = { name: id, created: 1_790_000_000, maxInput: 128_000, maxOutput: 32_000 };
  return { ...fallback, ...known, id, ownedBy, upstream };
}

function prefixed(models: LiveModel[], prefix: string, isForced: boolean): LiveModel[] {
  if (prefix === '') return models;
  const named = models.map((model) => ({ ...model, id: `${prefix}/${model.id}` }));
  return isForced ? named : [...models, ...named];
}

/** `*` stands for any text, at either end or in the middle. */
function matches(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}

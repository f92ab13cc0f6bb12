import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import type { ProviderKeySpec } from '../driver/index.ts';
import { dropped, type ListCodec, type Normalised, refused } from './codec.ts';
import { ListWrite } from './list-write.ts';
import { normaliseModels, readModels, writeModels } from './models-field.ts';
import { isRecord, type RawEntry, text, withoutRuntime } from './raw.ts';

const separator = '\n';

export const providerKeyNaturalKey = (spec: Pick<ProviderKeySpec, 'provider' | 'apiKey' | 'baseUrl'>): string =>
  [spec.provider, spec.apiKey.trim(), (spec.baseUrl ?? '').trim()].join(separator);

/** The list that a natural key belongs to, or null if it is none of a provider key. */
export const providerOf = (naturalKey: string): Provider | null =>
  providers.find((provider) => naturalKey.startsWith(`${provider}${separator}`)) ?? null;

const cleanPrefix = (prefix: string): string => prefix.trim().replace(/^\/+|\/+$/g, '');

function cleanExclusions(models: readonly string[]): string[] {
  return [...new Set(models.map((model) => model.trim().toLowerCase()).filter((model) => model !== ''))];
}

/** A field that would be stored as empty is left out: the gateway does not show it, so nothing could be compared. */
export function normaliseProviderKey(spec: ProviderKeySpec): Normalised<'provider-keys'> {
  const apiKey = spec.apiKey.trim();
  const baseUrl = (spec.baseUrl ?? '').trim();
  if (apiKey === '') return refused('A provider key cannot be empty.');
  if (spec.provider === 'codex' && baseUrl === '')
    return dropped('The gateway silently drops a codex key without a base URL. Give one.');
  const prefix = cleanPrefix(spec.prefix ?? '');
  if (prefix.includes('/')) return dropped('A prefix cannot contain a slash: the gateway would drop it.');
  const models = normaliseModels(spec.models ?? []);
  const excludedModels = cleanExclusions(spec.excludedModels ?? []);
  return {
    ok: true,
    spec: {
      provider: spec.provider,
      apiKey,
      ...(baseUrl === '' ? {} : { baseUrl }),
      ...(prefix === '' ? {} : { prefix }),
      ...(models.length === 0 ? {} : { models }),
      ...(excludedModels.length === 0 ? {} : { excludedModels }),
    },
  };
}

function readSpec(provider: Provider, raw: RawEntry): ProviderKeySpec | null {
  const apiKey = text(raw['api-key']).trim();
  if (apiKey === '') return null;
  const baseUrl = text(raw['base-url']).trim();
  const prefix = text(raw.prefix);
  const models = readModels(raw);
  const excluded = raw['excluded-models'];
  const excludedModels = Array.isArray(excluded) ? excluded.map(text) : [];
  return {
    provider,
    apiKey,
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...(prefix === '' ? {} : { prefix }),
    ...(models ? { models } : {}),
    ...(excludedModels.length === 0 ? {} : { excludedModels }),
  };
}

const emptied: Record<string, [field: string, value: unknown]> = {
  prefix: ['prefix', ''],
  models: ['models', []],
  excludedModels: ['excluded-models', []],
};

function writeSpec(current: RawEntry | null, spec: ProviderKeySpec, clear: readonly string[]): RawEntry {
  const entry: RawEntry = current ? { ...current } : {};
  for (const name of clear) {
    const [field, value] = emptied[name] ?? [];
    if (field !== undefined && hasContent(entry[field])) entry[field] = value;
  }
  // What is there and only differs by white space is equal for the gateway, which trims; rewriting it would change nothing.
  if (text(entry['api-key']).trim() !== spec.apiKey) entry['api-key'] = spec.apiKey;
  if (text(entry['base-url']).trim() !== (spec.baseUrl ?? '')) entry['base-url'] = spec.baseUrl ?? '';
  if (spec.prefix !== undefined) entry.prefix = spec.prefix;
  if (spec.models !== undefined) entry.models = writeModels(entry, spec.models);
  if (spec.excludedModels !== undefined) entry['excluded-models'] = spec.excludedModels;
  return entry;
}

const hasContent = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';

export const parseRawList = (value: unknown): RawEntry[] | null => {
  if (value === null) return [];
  return Array.isArray(value) && value.every(isRecord) ? value : null;
};

const listOf = (provider: Provider): ListCodec<'provider-keys', RawEntry> => ({
  section: `${provider}-api-key`,
  parse: parseRawList,
  keyOf: (item) => providerKeyNaturalKey({ provider, apiKey: text(item['api-key']), baseUrl: text(item['base-url']) }),
  read: (item) => readSpec(provider, item),
  write: writeSpec,
  isLive: (item) => text(item['auth-index']) !== '',
  content: withoutRuntime,
  toWrite: (items) => ListWrite.providers(`${provider}-api-key`, items),
  usageName: (item) => ({ provider, keys: [`${text(item['base-url']).trim()}|${text(item['api-key']).trim()}`] }),
});

export const providerKeyLists: Record<Provider, ListCodec<'provider-keys', RawEntry>> = {
  claude: listOf('claude'),
  gemini: listOf('gemini'),
  codex: listOf('codex'),
};

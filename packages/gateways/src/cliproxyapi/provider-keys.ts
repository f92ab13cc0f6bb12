import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import type { ProviderKeySpec } from '../driver/index.ts';
import { dropped, type ListCodec, type Normalised, refused } from './codec.ts';
import { fieldsProblem, keyedFields, normaliseFields, readFields, writeFields } from './entry-fields.ts';
import { normaliseExclusions, readExclusions, writeExclusions } from './exclusions.ts';
import { ListWrite } from './list-write.ts';
import { type ModelShape, normaliseModels, readModels, writeModels } from './models-field.ts';
import { perObject } from './per-object.ts';
import { isRecord, type RawEntry, text, withoutRuntime } from './raw.ts';
import { familyProblem, hasAlways } from './version.ts';

const separator = '\n';

export const providerKeyNaturalKey = (spec: Pick<ProviderKeySpec, 'provider' | 'apiKey' | 'baseUrl'>): string =>
  [spec.provider, spec.apiKey.trim(), (spec.baseUrl ?? '').trim()].join(separator);

/** The list that a natural key belongs to, or null if it is none of a provider key. */
export const providerOf = (naturalKey: string): Provider | null =>
  providers.find((provider) => naturalKey.startsWith(`${provider}${separator}`)) ?? null;

const shapeOf = (provider: Provider): ModelShape => (provider === 'vertex' ? 'vertex' : 'keyed');
const needsBaseUrl = (provider: Provider): boolean => provider === 'codex' || provider === 'xai';

/** A field that would be stored as empty is left out: the gateway does not show it, so nothing could be compared. */
export function normaliseProviderKey(spec: ProviderKeySpec, version?: string | null): Normalised<'provider-keys'> {
  const unsupported = familyProblem(spec.provider, version);
  if (unsupported) return { ok: false, problem: unsupported };
  const apiKey = spec.apiKey.trim();
  const baseUrl = (spec.baseUrl ?? '').trim();
  if (apiKey === '') return refused('A provider key cannot be empty.');
  if (needsBaseUrl(spec.provider) && baseUrl === '')
    return dropped(`The gateway silently drops a key for ${spec.provider} without a base URL. Give one.`);
  const problem = fieldsProblem(spec);
  if (problem) return problem;
  if (spec.provider === 'vertex' && spec.models?.some((model) => model.maxContextLength !== undefined))
    return dropped('A model of a key for vertex has no context length: the gateway would drop it.');
  const models = normaliseModels(spec.models ?? [], shapeOf(spec.provider));
  return {
    ok: true,
    spec: {
      provider: spec.provider,
      apiKey,
      ...(baseUrl === '' ? {} : { baseUrl }),
      ...normaliseFields(spec, keyedFields),
      ...(models.length === 0 ? {} : { models }),
      ...normaliseExclusions(spec),
    },
  };
}

function readSpec(provider: Provider, raw: RawEntry): ProviderKeySpec | null {
  const apiKey = text(raw['api-key']).trim();
  if (apiKey === '') return null;
  const baseUrl = text(raw['base-url']).trim();
  const models = readModels(raw, shapeOf(provider));
  return {
    provider,
    apiKey,
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...readFields(raw, keyedFields),
    ...(models ? { models } : {}),
    ...readExclusions(raw),
  };
}

function writeSpec(current: RawEntry | null, spec: ProviderKeySpec, clear: readonly string[]): RawEntry {
  const entry: RawEntry = current ? { ...current } : {};
  if (clear.includes('models')) delete entry.models;
  // What is there and only differs by white space is equal for the gateway, which trims; rewriting it would change nothing.
  if (text(entry['api-key']).trim() !== spec.apiKey) entry['api-key'] = spec.apiKey;
  if (text(entry['base-url']).trim() !== (spec.baseUrl ?? '')) entry['base-url'] = spec.baseUrl ?? '';
  writeFields(entry, spec, clear, keyedFields);
  if (spec.models !== undefined) entry.models = writeModels(entry, spec.models, shapeOf(spec.provider));
  writeExclusions(entry, spec, clear);
  return entry;
}

export const parseRawList = (value: unknown): RawEntry[] | null => {
  if (value === null) return [];
  return Array.isArray(value) && value.every(isRecord) ? value : null;
};

/** What `/api-key-usage` calls a family where that is not its own name. */
const usageNames: Partial<Record<Provider, string>> = { interactions: 'gemini-interactions' };

const listOf = (provider: Provider): ListCodec<'provider-keys', RawEntry> => ({
  section: `${provider}-api-key`,
  isOptional: !hasAlways(provider),
  parse: parseRawList,
  keyOf: perObject((item) =>
    providerKeyNaturalKey({ provider, apiKey: text(item['api-key']), baseUrl: text(item['base-url']) }),
  ),
  read: perObject((item) => readSpec(provider, item)),
  write: writeSpec,
  isLive: (item) => text(item['auth-index']) !== '',
  content: perObject(withoutRuntime),
  toWrite: (items) => ListWrite.providers(`${provider}-api-key`, items),
  usageName: (item) => ({
    provider: usageNames[provider] ?? provider,
    keys: [`${text(item['base-url']).trim()}|${text(item['api-key']).trim()}`],
  }),
});

export const providerKeyLists = Object.fromEntries(providers.map((provider) => [provider, listOf(provider)])) as Record<
  Provider,
  ListCodec<'provider-keys', RawEntry>
>;

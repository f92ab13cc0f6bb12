import type { CustomProviderSpec } from '../driver/index.ts';
import { dropped, type ListCodec, type Normalised, refused } from './codec.ts';
import { compatibilityFields, fieldsProblem, normaliseFields, readFields, writeFields } from './entry-fields.ts';
import { ListWrite } from './list-write.ts';
import { normaliseModels, readModels, writeModels } from './models-field.ts';
import { perObject } from './per-object.ts';
import { parseRawList } from './provider-keys.ts';
import { isRecord, type RawEntry, text, withoutRuntime } from './raw.ts';

export const customProviderNaturalKey = (spec: Pick<CustomProviderSpec, 'name'>): string => spec.name.trim();

export function normaliseCustomProvider(spec: CustomProviderSpec): Normalised<'custom-providers'> {
  const name = spec.name.trim();
  const baseUrl = spec.baseUrl.trim();
  const apiKeys = [...new Set(spec.apiKeys.map((key) => key.trim()).filter((key) => key !== ''))];
  if (name === '') return refused('A custom provider needs a name.');
  if (baseUrl === '') return dropped('The gateway silently drops a custom provider without a base URL. Give one.');
  if (apiKeys.length === 0 && !spec.isKeyless) return refused('A custom provider needs a key.');
  if (apiKeys.length > 0 && spec.isKeyless) return refused('A keyless provider has no key.');
  const problem = fieldsProblem(spec);
  if (problem) return problem;
  return {
    ok: true,
    spec: {
      name,
      baseUrl,
      apiKeys,
      ...(spec.isKeyless ? { isKeyless: true } : {}),
      models: normaliseModels(spec.models, 'compatibility'),
      ...normaliseFields(spec, compatibilityFields),
      ...(spec.isDisabled ? { isDisabled: true } : {}),
    },
  };
}

const keyEntries = (raw: RawEntry): RawEntry[] => {
  const entries = raw['api-key-entries'];
  return Array.isArray(entries) ? entries.filter(isRecord) : [];
};

function readSpec(raw: RawEntry): CustomProviderSpec | null {
  const name = text(raw.name).trim();
  if (name === '') return null;
  const apiKeys = keyEntries(raw).map((entry) => text(entry['api-key']).trim());
  return {
    name,
    baseUrl: text(raw['base-url']).trim(),
    apiKeys,
    ...(apiKeys.length === 0 ? { isKeyless: true } : {}),
    models: readModels(raw, 'compatibility') ?? [],
    ...readFields(raw, compatibilityFields),
    ...(raw.disabled === true ? { isDisabled: true } : {}),
  };
}

function writeSpec(current: RawEntry | null, spec: CustomProviderSpec, clear: readonly string[]): RawEntry {
  const entry: RawEntry = current ? { ...current } : { name: spec.name };
  const present = keyEntries(entry);
  if (text(entry['base-url']).trim() !== spec.baseUrl) entry['base-url'] = spec.baseUrl;
  entry['api-key-entries'] = spec.apiKeys.map(
    (key) => present.find((item) => text(item['api-key']).trim() === key) ?? { 'api-key': key },
  );
  writeFields(entry, spec, clear, compatibilityFields);
  if (spec.isDisabled) entry.disabled = true;
  else if (clear.includes('isDisabled')) entry.disabled = false;
  if (spec.models.length > 0 || readModels(entry, 'compatibility'))
    entry.models = writeModels(entry, spec.models, 'compatibility');
  return entry;
}

/** The gateway loads nothing of a provider that is switched off. */
function isLive(raw: RawEntry): boolean | null {
  if (raw.disabled === true) return null;
  const entries = keyEntries(raw);
  return entries.length === 0
    ? text(raw['auth-index']) !== ''
    : entries.every((entry) => text(entry['auth-index']) !== '');
}

export const customProviderList: ListCodec<'custom-providers', RawEntry> = {
  section: 'openai-compatibility',
  parse: parseRawList,
  keyOf: (item) => text(item.name).trim(),
  read: perObject(readSpec),
  write: writeSpec,
  isLive,
  content: perObject(withoutRuntime),
  toWrite: (items) => ListWrite.providers('openai-compatibility', items),
  usageName: (item) => ({
    provider: text(item.name).trim().toLowerCase(),
    keys: keyEntries(item).map((entry) => `${text(item['base-url']).trim()}|${text(entry['api-key']).trim()}`),
  }),
};

import type { ModelMapping } from '@gatehouse/contracts/provider-keys';
import { isRecord, type RawEntry, text } from './raw.ts';

/** The mappings of an entry as the gateway shows them; null if it shows none. */
export function readModels(raw: RawEntry): ModelMapping[] | null {
  const models = raw.models;
  if (!Array.isArray(models) || models.length === 0) return null;
  return models.filter(isRecord).map((model) => ({ name: text(model.name), alias: text(model.alias) }));
}

/** Our mappings, each keeping the fields that others put on the same mapping. */
export function writeModels(raw: RawEntry, wanted: readonly ModelMapping[]): RawEntry[] {
  const present = Array.isArray(raw.models) ? raw.models.filter(isRecord) : [];
  return wanted.map(({ name, alias }) => {
    const same = present.find((model) => text(model.name) === name && text(model.alias) === alias);
    return { ...same, name, alias };
  });
}

/** Trimmed as the gateway does; a mapping without name and alias is nothing. */
export const normaliseModels = (models: readonly ModelMapping[]): ModelMapping[] =>
  models
    .map(({ name, alias }) => ({ name: name.trim(), alias: alias.trim() }))
    .filter(({ name, alias }) => name !== '' || alias !== '');

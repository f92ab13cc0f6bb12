import type { Entry } from './structs.ts';

export const str = (value: unknown): string => (typeof value === 'string' ? value : '');
const trimmed = (value: unknown): string => str(value).trim();
export const entriesOf = (value: unknown): Entry[] => (Array.isArray(value) ? value : []);

export function normalisePrefix(value: unknown): string {
  const prefix = trimmed(value).replace(/^\/+|\/+$/g, '');
  return prefix.includes('/') ? '' : prefix;
}

export function normaliseHeaders(value: unknown): Record<string, string> | null {
  const pairs = Object.entries((value ?? {}) as Record<string, unknown>)
    .map(([key, item]) => [key.trim(), trimmed(item)] as const)
    .filter(([key, item]) => key !== '' && item !== '');
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

export function normaliseExclusions(value: unknown): string[] | null {
  const list = (Array.isArray(value) ? value : []).map((item) => trimmed(item).toLowerCase());
  const unique = [...new Set(list.filter((item) => item !== ''))];
  return unique.length === 0 ? null : unique;
}

export const sortedHeaders = (value: unknown): string =>
  Object.entries((value ?? {}) as Record<string, string>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${key}\0${item}\0`)
    .join('');

/** What saving and loading do to every entry of a keyed list; the sections add their own rules. */
export const sanitise = (entry: Entry): Entry => ({
  ...entry,
  prefix: normalisePrefix(entry.prefix),
  headers: normaliseHeaders(entry.headers),
  'excluded-models': normaliseExclusions(entry['excluded-models']),
});

export const trimFields = (entry: Entry, names: readonly string[]): Entry => ({
  ...entry,
  ...Object.fromEntries(names.filter((name) => entry[name] !== undefined).map((name) => [name, trimmed(entry[name])])),
});

/** `needsBoth`: a mapping without name or alias goes; otherwise only one without either. */
export function trimModels(entry: Entry, needsBoth = false): Entry {
  const models = entriesOf(entry.models);
  if (models.length === 0) return entry;
  const kept = models
    .map((model): Entry => ({ ...model, name: trimmed(model.name), alias: trimmed(model.alias) }))
    .filter(({ name, alias }) => (needsBoth ? name !== '' && alias !== '' : name !== '' || alias !== ''));
  return { ...entry, models: kept };
}

export function dedupe(entries: Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = keyOf(entry);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

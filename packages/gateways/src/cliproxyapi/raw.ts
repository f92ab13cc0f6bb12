import { isRecord, type RawEntry } from '../http/raw.ts';

export { canonical, isRecord, type RawEntry, text } from '../http/raw.ts';

/** What the gateway adds to answers by itself; never sent back and no part of an entry's content. */
export function withoutRuntime(entry: RawEntry): RawEntry {
  const keys = entry['api-key-entries'];
  const hasKeys = Array.isArray(keys) && keys.length > 0;
  if (!('auth-index' in entry) && !hasKeys) return entry;
  const { 'auth-index': _, ...rest } = entry;
  return hasKeys
    ? { ...rest, 'api-key-entries': keys.map((key) => (isRecord(key) ? withoutRuntime(key) : key)) }
    : rest;
}

import { isRecord, type RawEntry } from '../http/raw.ts';

export { canonical, isRecord, type RawEntry, text } from '../http/raw.ts';

/** What the gateway adds to answers by itself; never sent back and no part of an entry's content. */
export function withoutRuntime(entry: RawEntry): RawEntry {
  const { 'auth-index': _, ...rest } = entry;
  const keys = rest['api-key-entries'];
  return Array.isArray(keys)
    ? { ...rest, 'api-key-entries': keys.map((key) => (isRecord(key) ? withoutRuntime(key) : key)) }
    : rest;
}

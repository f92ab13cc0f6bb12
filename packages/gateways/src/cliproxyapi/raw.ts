/** An entry exactly as the gateway shows it. Holds secrets: it never leaves the driver. */
export type RawEntry = Record<string, unknown>;

export const isRecord = (value: unknown): value is RawEntry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What the gateway adds to answers by itself; never sent back and no part of an entry's content. */
export function withoutRuntime(entry: RawEntry): RawEntry {
  const { 'auth-index': _, ...rest } = entry;
  const keys = rest['api-key-entries'];
  return Array.isArray(keys)
    ? { ...rest, 'api-key-entries': keys.map((key) => (isRecord(key) ? withoutRuntime(key) : key)) }
    : rest;
}

/**
 * Equal content gives equal text. The order of properties does not count, nor does an empty one: after a write the
 * gateway shows `null` where a moment later, once it has read its file again, it shows `[]`.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const pairs = Object.keys(value)
    .sort()
    .filter((key) => !isEmpty(value[key]))
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(',')}}`;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

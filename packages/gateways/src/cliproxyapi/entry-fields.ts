import type { EntryFields } from '../driver/index.ts';
import { dropped, refused } from './codec.ts';
import { isRecord, type RawEntry, text } from './raw.ts';

/** How a field that many lists have is stored: read as ours or undefined where the gateway shows it as unset. */
type Field<T> = { raw: string; read: (value: unknown) => T | undefined; normalise: (value: T) => T | undefined };

const filled = (value: string): string | undefined => (value === '' ? undefined : value);
const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) ? value : undefined;
const cleanPrefix = (prefix: string): string => prefix.trim().replace(/^\/+|\/+$/g, '');

function cleanHeaders(headers: Record<string, string>): Record<string, string> | undefined {
  const pairs = Object.entries(headers)
    .map(([name, value]) => [name.trim(), value.trim()] as const)
    .filter(([name, value]) => name !== '' && value !== '');
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

const readHeaders = (value: unknown) =>
  isRecord(value)
    ? cleanHeaders(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, text(item)])))
    : undefined;

const fields: { [K in keyof Required<EntryFields>]: Field<NonNullable<EntryFields[K]>> } = {
  proxyUrl: {
    raw: 'proxy-url',
    read: (value) => filled(text(value).trim()),
    normalise: (value) => filled(value.trim()),
  },
  headers: { raw: 'headers', read: readHeaders, normalise: cleanHeaders },
  prefix: { raw: 'prefix', read: (value) => filled(text(value)), normalise: (value) => filled(cleanPrefix(value)) },
  priority: { raw: 'priority', read: (value) => whole(value) || undefined, normalise: (value) => value || undefined },
  weight: { raw: 'weight', read: whole, normalise: (value) => value },
  requestRetry: { raw: 'request-retry', read: whole, normalise: (value) => value },
  isCoolingDisabled: {
    raw: 'disable-cooling',
    read: (value) => (value === true ? true : undefined),
    normalise: (value) => value || undefined,
  },
};

export type FieldName = keyof EntryFields;
export const keyedFields = Object.keys(fields) as FieldName[];
export const compatibilityFields = keyedFields.filter((name) => name !== 'proxyUrl' && name !== 'weight');

const each = <T>(names: readonly FieldName[], value: (field: Field<unknown>, name: FieldName) => T | undefined) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const found = value(fields[name] as Field<unknown>, name);
      return found === undefined ? [] : [[name, found]];
    }),
  );

/** The fields that an entry of the gateway has set. */
export const readFields = (raw: RawEntry, names: readonly FieldName[]): EntryFields =>
  each(names, (field) => field.read(raw[field.raw]));

/** As the gateway stores them; what it would store as empty is left out, because it then does not show it. */
export const normaliseFields = (spec: EntryFields, names: readonly FieldName[]): EntryFields =>
  each(names, (field, name) => (spec[name] === undefined ? undefined : field.normalise(spec[name])));

const maxWeight = 1_000_000;

/** What the gateway would refuse or drop; null if nothing. */
export function fieldsProblem(spec: EntryFields): ReturnType<typeof refused> | null {
  if (cleanPrefix(spec.prefix ?? '').includes('/'))
    return dropped('A prefix cannot contain a slash: the gateway would drop it.');
  if (spec.weight !== undefined && !(Number.isInteger(spec.weight) && spec.weight >= 1 && spec.weight <= maxWeight))
    return refused('A weight is a whole number from 1 to 1,000,000. To use a key no more, switch it off.');
  // The gateway loses an explicit zero when it writes an entry anew.
  if (spec.requestRetry !== undefined && !(Number.isInteger(spec.requestRetry) && spec.requestRetry >= 1))
    return refused('The number of retries is a whole number from 1.');
  if (spec.priority !== undefined && !Number.isInteger(spec.priority)) return refused('A priority is a whole number.');
  return null;
}

/** Sets what the spec has and takes away what it no longer has, in place. */
export function writeFields(
  entry: RawEntry,
  spec: EntryFields,
  clear: readonly string[],
  names: readonly FieldName[],
): void {
  for (const name of names) {
    const { raw } = fields[name];
    if (spec[name] !== undefined) entry[raw] = spec[name];
    else if (clear.includes(name)) delete entry[raw];
  }
}

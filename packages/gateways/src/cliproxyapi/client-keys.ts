import type { ClientKeySpec } from '../driver/index.ts';
import { type ListCodec, type Normalised, refused } from './codec.ts';
import { ListWrite } from './list-write.ts';

declare const usable: unique symbol;

/** Client keys of which at least one admits somebody. Without one, the gateway lets everybody in. */
export type NonEmptyKeyList = readonly string[] & { readonly [usable]: true };

/** The only way to a `NonEmptyKeyList`; null if the gateway would find no usable key in the list. */
export function nonEmptyKeyList(keys: readonly string[]): NonEmptyKeyList | null {
  return isNonEmpty(keys) ? keys : null;
}

const isNonEmpty = (keys: readonly string[]): keys is NonEmptyKeyList => keys.some((key) => key.trim() !== '');

export const clientKeyNaturalKey = (spec: ClientKeySpec): string => spec.key.trim();

export function normaliseClientKey(spec: ClientKeySpec): Normalised<'client-keys'> {
  const key = spec.key.trim();
  if (Object.entries(spec).some(([field, value]) => field !== 'key' && value !== undefined))
    return { ok: false, problem: { code: 'unsupported', message: 'This gateway cannot limit a client key.' } };
  return key === '' ? refused('A client key cannot be empty.') : { ok: true, spec: { key } };
}

export const clientKeyList: ListCodec<'client-keys', string> = {
  section: 'api-keys',
  parse: (value) => {
    if (value === null) return [];
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  },
  keyOf: (item) => item.trim(),
  read: (item) => (item.trim() === '' ? null : { key: item.trim() }),
  // A key that is there already stays as it is written, white space included: the data plane trims it.
  write: (current, spec) => current ?? spec.key.trim(),
  isLive: () => null,
  content: (item) => item,
  toWrite: (items) => {
    const keys = nonEmptyKeyList(items);
    return keys && ListWrite.clientKeys(keys);
  },
  usageName: () => null,
};

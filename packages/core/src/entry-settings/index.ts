import type { EntrySettings, HeaderEdit } from '@gatehouse/contracts/provider-keys';
import type { EntryFields } from '@gatehouse/gateways/driver';
import { fail } from '../errors/index.ts';

const nothing: EntrySettings = {
  prefix: null,
  proxyUrl: null,
  headerNames: [],
  excludedModels: [],
  priority: null,
  weight: null,
  requestRetry: null,
  isCoolingDisabled: false,
};

/** What may be shown of a spec. Written into the row of its owner, so that no list has to open a sealed one. */
export const settingsOf = (spec: EntryFields & { excludedModels?: string[] }): EntrySettings => ({
  prefix: spec.prefix ?? null,
  proxyUrl: spec.proxyUrl === undefined ? null : withoutUserInfo(spec.proxyUrl),
  headerNames: Object.keys(spec.headers ?? {}),
  excludedModels: spec.excludedModels ?? [],
  priority: spec.priority ?? null,
  weight: spec.weight ?? null,
  requestRetry: spec.requestRetry ?? null,
  isCoolingDisabled: spec.isCoolingDisabled ?? false,
});

/** From a row; one that was written before there were settings has none. */
export const settingsFrom = (stored: Record<string, unknown>): EntrySettings => ({ ...nothing, ...stored });

/** A proxy's address as it may be shown: scheme, host and port. */
export function withoutUserInfo(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}

type Header = { name: string; value: string };

export const headersOf = (headers: readonly Header[] | undefined): Record<string, string> | undefined =>
  headers && Object.fromEntries(headers.map(({ name, value }) => [name, value]));

/** The edited list, in which a header without value keeps its own. Throws `entry_refused` for one that has none. */
export function editedHeaders(
  current: Record<string, string> | undefined,
  edits: readonly HeaderEdit[] | undefined,
): Record<string, string> | null | undefined {
  if (edits === undefined) return undefined;
  if (edits.length === 0) return null;
  const known = new Map(Object.entries(current ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    edits.map(({ name, value }) => {
      const kept = value ?? known.get(name.toLowerCase());
      if (kept !== undefined) return [name, kept];
      const message = `The header ${name} is new: give it a value.`;
      throw fail('entry_refused', message, { message });
    }),
  );
}

type Given<T> = { [K in keyof T]?: T[K] | null | undefined | false };

/** What is undefined stays; null, false and an empty list take a field away. */
export function edited<T extends object>(spec: T, edit: Given<T>): T {
  const next = new Map(Object.entries(spec));
  for (const [name, value] of Object.entries(edit)) {
    if (value === undefined) continue;
    if (value === null || value === false || (Array.isArray(value) && value.length === 0)) next.delete(name);
    else next.set(name, value);
  }
  return Object.fromEntries(next) as T;
}

/** Somebody has edited the thing since it was read. */
export const editConflict = (version: number) =>
  fail('edit_conflict', 'Somebody has changed this meanwhile. Load it again, then make your change.', { version });

/** Names of what an edit asks for, for the audit log. */
export const editedNames = (input: object): string =>
  Object.entries(input)
    .filter(([name, value]) => value !== undefined && !['id', 'version', 'waitMs'].includes(name))
    .map(([name]) => name)
    .sort()
    .join(', ');

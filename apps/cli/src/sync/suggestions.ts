import { canonical, isObject, type Json, type Path, valueAt } from '../edit/value.ts';
import { shortPath } from '../files/folders.ts';
import { sha256 } from './journal.ts';
import type { PartChange } from './parts.ts';

/** Suggested values that a sync wrote, by their path as JSON. As long as one is unchanged it is not the person's own. */
export type OwnSuggestions = Record<string, string>;

export const digestOf = (value: Json | undefined): string => sha256(Buffer.from(canonical(value ?? null)));

export const isOwnSuggestion = (own: OwnSuggestions | undefined, path: Path, value: Json): boolean =>
  own?.[JSON.stringify(path)] === digestOf(value);

/** After a merge: what is still as a sync wrote it, and what this one wrote. */
export function ownSuggestions(
  before: OwnSuggestions | undefined,
  suggested: Path[],
  merged: { value: Json | undefined; changes: PartChange[] },
): OwnSuggestions {
  const own: OwnSuggestions = {};
  for (const path of suggested) {
    const value = valueAt(merged.value, path);
    const isWritten = merged.changes.some((change) => JSON.stringify(change.path) === JSON.stringify(path));
    if (value !== undefined && (isWritten || isOwnSuggestion(before, path, value)))
      own[JSON.stringify(path)] = digestOf(value);
  }
  return own;
}

/** Every key and every text of the bundle: what a suggestion of an earlier sync may still name. */
export function namesIn(value: Json | undefined, names: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') names.add(value);
  else if (Array.isArray(value)) for (const item of value) namesIn(item, names);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      names.add(key);
      namesIn(inner, names);
    }
  }
  return names;
}

/** Whether a value names something that the bundle does not hold: the agent would fail on it. */
export function isDangling(value: Json, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'string' || names.has(value)) return false;
  return !names.has(value.replace(/^gatehouse[^/]*\//, ''));
}

/** One line for each value of the person's own that names something of ours that is gone. */
export function danglingNotes(
  file: { path: string; value: Json | undefined; suggested: Path[] },
  names: ReadonlySet<string>,
): string[] {
  return file.suggested.flatMap((path) => {
    const value = valueAt(file.value, path);
    if (typeof value !== 'string' || !/^gatehouse[^/]*\//.test(value) || !isDangling(value, names)) return [];
    return [
      `“${path.join('.')}” in ${shortPath(file.path)} is ${value}, which is not offered any more. Choose another.`,
    ];
  });
}

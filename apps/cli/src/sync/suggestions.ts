import { shortPath } from '../files/folders.ts';
import type { Json } from '../json-edit/document.ts';
import { type Path, readValue } from '../json-edit/edits.ts';
import { canonical } from '../json-edit/same.ts';
import { sha256 } from './journal.ts';
import type { Merged } from './merge.ts';

/** Suggested values that a sync wrote, by their path as JSON. As long as one is unchanged it is not the person's own. */
export type OwnSuggestions = Record<string, string>;

const digest = (value: Json): string => sha256(Buffer.from(canonical(value)));

export const isOwnSuggestion = (own: OwnSuggestions | undefined, path: Path, value: Json): boolean =>
  own?.[JSON.stringify(path)] === digest(value);

/** After a merge: what is still as a sync wrote it, and what this one wrote. */
export function ownSuggestions(before: OwnSuggestions | undefined, suggested: Path[], merged: Merged): OwnSuggestions {
  const own: OwnSuggestions = {};
  const text = merged.text.replace(/^\uFEFF/, '');
  for (const path of suggested) {
    const value = readValue(text, path);
    const isWritten = merged.changes.some((change) => JSON.stringify(change.path) === JSON.stringify(path));
    if (value !== undefined && (isWritten || isOwnSuggestion(before, path, value)))
      own[JSON.stringify(path)] = digest(value);
  }
  return own;
}

/** One line for each value of the person's own that names something of ours that is gone. */
export function danglingNotes(
  file: { path: string; text: string; content: string; suggested: Path[] },
  isDangling: (value: Json, content: string) => boolean,
): string[] {
  const text = file.text.replace(/^\uFEFF/, '');
  return file.suggested.flatMap((path) => {
    const value = readValue(text, path);
    if (typeof value !== 'string' || !isDangling(value, file.content)) return [];
    return [
      `“${path.join('.')}” in ${shortPath(file.path)} is ${value}, which is not offered any more. Choose another.`,
    ];
  });
}

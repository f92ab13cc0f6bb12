import type { BundleFile } from '@gatehouse/contracts/bundles';
import { type Json, parseRoot } from '../json-edit/document.ts';
import { type Path, readValue, removeValue, setValue } from '../json-edit/edits.ts';
import { isSameJson } from '../json-edit/same.ts';

export type ManagedChange = { path: Path; kind: 'added' | 'updated' | 'removed' };
export type Merged = { text: string; changes: ManagedChange[] };

const byteOrderMark = '\uFEFF';

/** Added where it is missing and never overwritten: OpenCode would add it by itself, and the file would not stay as written. */
const schemaPath = ['$schema'] as const;

/**
 * Makes the managed parts of a person's file equal to the bundle's and leaves every other byte alone.
 * Throws `UneditableText` for a text that is not an object in JSON with comments.
 */
export function mergeManaged(existing: string | null, file: Pick<BundleFile, 'content' | 'managed'>): Merged {
  const mark = existing?.startsWith(byteOrderMark) ? byteOrderMark : '';
  const before = existing?.slice(mark.length) ?? '';
  if (!parseRoot(before)) {
    const changes = [schemaPath, ...file.managed].flatMap((path) =>
      readValue(file.content, path) === undefined ? [] : [{ path, kind: 'added' as const }],
    );
    return { text: mark + behindComments(before, file.content), changes };
  }
  const changes: ManagedChange[] = [];
  let text = before;
  for (const path of [schemaPath, ...file.managed]) {
    const wanted = readValue(file.content, path);
    const present = readValue(text, path);
    const change = path === schemaPath && present !== undefined ? null : changeOf(path, present, wanted);
    if (!change) continue;
    text = wanted === undefined ? removeValue(text, path) : setValue(text, path, wanted);
    changes.push(change);
  }
  return { text: mark + text, changes };
}

function changeOf(path: Path, present: Json | undefined, wanted: Json | undefined): ManagedChange | null {
  if (wanted === undefined) return present === undefined || path === schemaPath ? null : { path, kind: 'removed' };
  if (present === undefined) return { path, kind: 'added' };
  return isSameJson(present, wanted) ? null : { path, kind: 'updated' };
}

/** A file that holds only comments keeps them on top. */
function behindComments(before: string, content: string): string {
  const comments = before.trimEnd();
  if (comments === '') return content;
  const eol = /\r\n|\n|\r/.exec(before)?.[0] ?? '\n';
  return comments + eol + content.replace(/\r\n|\n|\r/g, eol);
}

import { type Json, parseRoot } from '../json-edit/document.ts';
import { type Path, readValue, removeValue, setValue } from '../json-edit/edits.ts';
import { isSameJson } from '../json-edit/same.ts';
import type { EditableFile } from './agents.ts';

export type ManagedChange = {
  path: Path;
  kind: 'added' | 'updated' | 'removed';
  before: Json | undefined;
  after: Json | undefined;
};
export type Merged = { text: string; changes: ManagedChange[] };

const byteOrderMark = '\uFEFF';

/**
 * Makes the managed parts of a person's file equal to the bundle's, adds what it suggests where the file has nothing,
 * or only what `mayReplace` gives free, and leaves every other byte alone. Throws `UneditableText` for a text that is not an object in JSON with comments.
 */
export function mergeManaged(
  existing: string | null,
  file: Pick<EditableFile, 'content' | 'managed' | 'suggested'>,
  mayReplace: (suggestedPath: Path, present: Json) => boolean = () => false,
): Merged {
  const mark = existing?.startsWith(byteOrderMark) ? byteOrderMark : '';
  const before = existing?.slice(mark.length) ?? '';
  if (!parseRoot(before)) {
    const changes = [...file.suggested, ...file.managed].flatMap(
      (path) => changeOf(path, undefined, readValue(file.content, path)) ?? [],
    );
    return { text: mark + behindComments(before, file.content), changes };
  }
  const changes: ManagedChange[] = [];
  let text = before;
  for (const { path, isSuggested } of pathsOf(file)) {
    const present = readValue(text, path);
    const wanted = readValue(file.content, path);
    const isKept = isSuggested && (wanted === undefined || (present !== undefined && !mayReplace(path, present)));
    const change = isKept ? null : changeOf(path, present, wanted);
    if (!change) continue;
    text = wanted === undefined ? removeValue(text, path) : setValue(text, path, wanted);
    changes.push(change);
  }
  return { text: mark + text, changes };
}

const pathsOf = ({ managed, suggested }: Pick<EditableFile, 'managed' | 'suggested'>) => [
  ...suggested.map((path) => ({ path, isSuggested: true })),
  ...managed.map((path) => ({ path, isSuggested: false })),
];

function changeOf(path: Path, before: Json | undefined, after: Json | undefined): ManagedChange | null {
  if (before === undefined && after === undefined) return null;
  if (before === undefined) return { path, kind: 'added', before, after };
  if (after === undefined) return { path, kind: 'removed', before, after };
  return isSameJson(before, after) ? null : { path, kind: 'updated', before, after };
}

/** A file that holds only comments keeps them on top. */
function behindComments(before: string, content: string): string {
  const comments = before.trimEnd();
  if (comments === '') return content;
  const eol = /\r\n|\n|\r/.exec(before)?.[0] ?? '\n';
  return comments + eol + content.replace(/\r\n|\n|\r/g, eol);
}

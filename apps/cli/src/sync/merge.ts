import type { BundleFile, BundlePath } from '@gatehouse/contracts/bundles';
import type { Edit, Editor } from '../edit/editor.ts';
import { eolOf } from '../edit/splice.ts';
import { type Json, type Path, valueAt } from '../edit/value.ts';
import { type PartChange, transition } from './parts.ts';

export type Merged = { text: string; changes: PartChange[] };
export type MergeParts = Pick<BundleFile, 'content' | 'managed' | 'suggested'>;
export type MergeRules = {
  /** Parts that the person keeps as they are. */
  isKept?: (path: BundlePath) => boolean;
  /** Suggested values that are the person's no more. */
  mayReplace?: (path: Path, present: Json) => boolean;
};

const byteOrderMark = '\uFEFF';
export const withoutMark = (text: string): string => (text.startsWith(byteOrderMark) ? text.slice(1) : text);

/**
 * Makes the managed parts of a person's file equal to the bundle's, adds what it suggests where the file has nothing,
 * and leaves every other byte alone. Throws `UneditableText` for a text that the editor does not understand.
 */
export function mergeManaged(
  editor: Editor,
  existing: string | null,
  file: MergeParts,
  rules: MergeRules = {},
): Merged {
  const before = withoutMark(existing ?? '');
  const mark = existing?.startsWith(byteOrderMark) ? byteOrderMark : '';
  const present = editor.read(before);
  const wanted = editor.read(file.content);
  const { changes, edits } = mergeSteps(present, wanted, file, rules);
  if (present !== undefined) return { text: mark + editor.edit(before, edits), changes };
  const isNothingWanted = wanted === undefined || changes.length === 0;
  return { text: mark + (isNothingWanted ? before : behindComments(before, file.content)), changes };
}

function mergeSteps(
  present: Json | undefined,
  wanted: Json | undefined,
  file: MergeParts,
  { isKept = () => false, mayReplace = () => false }: MergeRules,
): { changes: PartChange[]; edits: Edit[] } {
  const suggested = file.suggested.filter((path) => {
    const value = valueAt(present, path);
    return valueAt(wanted, path) !== undefined && (value === undefined || mayReplace(path, value));
  });
  const paths: BundlePath[] = [...suggested, ...file.managed.filter((path) => !isKept(path))];
  const steps = paths.map((path) => transition(present, wanted, path));
  return { changes: steps.flatMap(({ changes }) => changes), edits: steps.flatMap(({ edits }) => edits) };
}

/** A file that holds only comments keeps them on top. */
function behindComments(before: string, content: string): string {
  const comments = before.trimEnd();
  if (comments === '') return content;
  const eol = eolOf(before);
  return comments + eol + content.replace(/\r\n|\n|\r/g, eol);
}

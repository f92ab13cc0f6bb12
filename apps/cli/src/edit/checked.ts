import type { Edit, Editor } from './editor.ts';
import { type Splice, spliced } from './splice.ts';
import { UneditableText } from './uneditable.ts';
import { isSameJson, type Json, withoutEmpty, withValue } from './value.ts';

/** A text that was understood. `splicesFor` says how one edit is made in it. */
export type OpenText = { value: Json | undefined; splicesFor(edit: Edit): Splice[] };
export type OpenSyntax = (text: string) => OpenText;

/**
 * An editor that reads back what it has made: a result that is not exactly what was asked for is never handed out. All
 * edits are tried on one reading of the text, which is fast, and one after the other where they meet.
 */
export const checked = (open: OpenSyntax): Editor => ({
  read: (text) => open(text).value,
  edit(text, edits) {
    if (edits.length === 0) return text;
    const wanted = edits.reduce<Json>(
      (value, { path, value: next }) => withValue(value, path, next),
      readOf(open(text)),
    );
    const isRight = (result: string) => isSameJson(essence(wanted), essence(readOf(open(result))));
    const together = attempt(() => editTogether(open, text, edits));
    if (together !== null && attempt(() => isRight(together))) return together;
    const inTurn = edits.reduce((result, edit) => spliced(result, open(result).splicesFor(edit)) ?? result, text);
    if (attempt(() => isRight(inTurn))) return inTurn;
    throw new UneditableText('what belongs here cannot be written without changing more', text, text.length);
  },
});

function editTogether(open: OpenSyntax, text: string, edits: readonly Edit[]): string | null {
  const opened = open(text);
  return spliced(
    text,
    edits.flatMap((edit) => opened.splicesFor(edit)),
  );
}

const readOf = (opened: OpenText): Json => opened.value ?? {};
const essence = (value: Json): Json => withoutEmpty(value) ?? {};

/** Null where the text of an attempt is not understood: another way may be. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof UneditableText) return null;
    throw error;
  }
}

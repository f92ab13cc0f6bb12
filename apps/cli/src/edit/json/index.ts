import type { Edit, Editor } from '../editor.ts';
import { type Dialect, jsonOf, parseRoot } from './document.ts';
import { removeValue, setValue } from './edits.ts';

function editorOf(dialect: Dialect): Editor {
  const read = (text: string) => {
    const root = parseRoot(text, dialect);
    return root ? jsonOf(root) : undefined;
  };
  const apply = (text: string, { path, value }: Edit) =>
    value === undefined ? removeValue(text, path) : setValue(text, path, value);
  return {
    read,
    edit(text, edits) {
      parseRoot(text, dialect);
      return edits.reduce(apply, text);
    },
  };
}

/** JSON with comments and trailing commas. */
export const jsoncEditor = editorOf('lenient');
/** JSON and nothing else. */
export const jsonEditor = editorOf('strict');

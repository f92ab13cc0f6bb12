import type { OpenText } from '../checked.ts';
import type { Edit } from '../editor.ts';
import type { Splice } from '../splice.ts';
import { parseDocument, valueIn } from './document.ts';
import { removal } from './remove.ts';
import { setting } from './set.ts';

export function openToml(text: string): OpenText {
  const document = parseDocument(text);
  return {
    value: valueIn(document),
    splicesFor: ({ path, value }: Edit): Splice[] =>
      value === undefined ? removal(document, path) : setting(document, path, value),
  };
}

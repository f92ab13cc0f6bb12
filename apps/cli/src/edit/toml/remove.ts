import type { AST } from 'toml-eslint-parser';
import { lineStart, nextLine, type Splice, startsItsLine } from '../splice.ts';
import type { Path } from '../value.ts';
import { startsWith, type TomlDocument } from './document.ts';
import { removingWritten } from './inline.ts';

/** Takes away what is at `path`, wherever the file says it: tables, dotted keys, members of inline tables. */
export function removal(document: TomlDocument, path: Path): Splice[] {
  const written = removingWritten(document, path);
  if (written) return written;
  const tables = tablesUnder(document, path);
  const keys = document.keys.filter((key) => startsWith(key.path, path) && !(key.table && tables.includes(key.table)));
  return [
    ...tables.map((table): Splice => {
      const [start, end] = sectionRange(document.text, table);
      return { offset: start, length: blankLinesEnd(document.text, end) - start, content: '' };
    }),
    ...keys.map(({ node }) => keyRemoval(document, node)),
  ];
}

export const tablesUnder = ({ tables }: TomlDocument, path: Path): AST.TOMLTable[] =>
  tables.filter((table) => startsWith(table.resolvedKey, path));

/** From the heading's line to the end of its last key's line. What stands behind, comments above all, is the next one's. */
export function sectionRange(text: string, table: AST.TOMLTable): [number, number] {
  const last = table.body.at(-1) ?? table;
  return [lineStart(text, table.range[0]), nextLine(text, last.range[1])];
}

const blankLinesEnd = (text: string, offset: number): number =>
  offset + (/^([ \t]*(\r\n|\r|\n))*/.exec(text.slice(offset))?.[0].length ?? 0);

/** With its line, unless there is a comment, which stays. */
function keyRemoval({ text, comments }: TomlDocument, node: AST.TOMLKeyValue): Splice {
  const [start, end] = node.range;
  const next = nextLine(text, end);
  const comment = comments.find(({ range }) => range[0] >= end && range[0] < next);
  if (comment) return { offset: start, length: comment.range[0] - start, content: '' };
  const from = startsItsLine(text, start) ? lineStart(text, start) : start;
  return { offset: from, length: next - from, content: '' };
}

import type { AST } from 'toml-eslint-parser';
import { eolOf, lineIndent, lineStart, nextLine, previousLine, type Splice, spliced } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import { isObject, type Json, type Path } from '../value.ts';
import { isSamePath, namesOf, parseDocument, startsWith, type TomlDocument } from './document.ts';
import { findWritten, settingWritten } from './inline.ts';
import { removal, sectionRange, tablesUnder } from './remove.ts';
import { inlineText, isTableList, pathText, sectionText } from './render.ts';

export function setting(document: TomlDocument, path: Path, value: Json): Splice[] {
  const written = findWritten(document, path);
  if (written) return settingWritten(document.text, written, value);
  if (isTablesList(document, path.slice(0, -1))) return [itemSplice(document, path, value)];
  const isThere = tablesUnder(document, path).length > 0 || document.keys.some((key) => startsWith(key.path, path));
  if (!isThere) return insertion(document, path, value);
  const [first] = tablesUnder(document, path);
  const taken = removal(document, path);
  if (!first || !isObject(value)) return [takenAndInserted(document, taken, path, value)];
  // The new section takes the place of the first that goes; a key of the same name elsewhere only goes.
  const [start, end] = sectionRange(document.text, first);
  const others = taken.filter((splice) => splice.offset !== start);
  return [{ offset: start, length: end - start, content: sections(document, path, value) }, ...others];
}

/** What comes may stand beside what goes, so its place is looked for once that is gone. */
function takenAndInserted({ text }: TomlDocument, taken: Splice[], path: Path, value: Json): Splice {
  const rest = spliced(text, taken) ?? text;
  const content = spliced(rest, insertion(parseDocument(rest), path, value)) ?? text;
  return { offset: 0, length: text.length, content };
}

const isTablesList = ({ tables }: TomlDocument, path: Path): boolean =>
  tables.some((table) => table.kind === 'array' && isSamePath(table.resolvedKey.slice(0, -1), path));

const sections = ({ text }: TomlDocument, path: Path, value: Record<string, Json>): string =>
  sectionText(
    path.filter((step) => typeof step === 'string'),
    value,
    eolOf(text),
  );

function itemSplice(document: TomlDocument, path: Path, value: Json): Splice {
  const { text } = document;
  const list = path.slice(0, -1);
  const step = path.at(-1);
  if (!isObject(value) || typeof step !== 'number') throw new UneditableText('a list of tables holds tables', text, 0);
  const content = sectionText(
    list.filter((each) => typeof each === 'string'),
    value,
    eolOf(text),
    true,
  );
  const present = tablesUnder(document, path);
  const [first, last] = [present[0], present.at(-1)];
  if (!first || !last) return behind(document, list, content);
  const start = sectionRange(text, first)[0];
  return { offset: start, length: sectionRange(text, last)[1] - start, content };
}

function insertion(document: TomlDocument, path: Path, value: Json): Splice[] {
  const { text } = document;
  const parent = path.slice(0, -1);
  if (isObject(value)) return [behind(document, path, sections(document, path, value))];
  const names = path.filter((step) => typeof step === 'string');
  if (isTableList(value)) {
    const items = value.map((item) => sectionText(names, item, eolOf(text), true));
    return [behind(document, path, items.join(eolOf(text)))];
  }
  const keyValue = (keys: Path) => `${pathText(keys)} = ${inlineText(value)}`;
  if (parent.length === 0) return atTop(document, keyValue(path));
  const dotted = document.keys.findLast(
    (key) => startsWith(key.path, parent) && (key.table?.resolvedKey.length ?? 0) < parent.length,
  );
  const table = document.tables.find((each) => isSamePath(each.resolvedKey, parent));
  if (table) return [behindLine(text, table.body.at(-1) ?? table.key, keyValue(path.slice(-1)))];
  if (dotted)
    return [behindLine(text, dotted.node, keyValue(path.slice(dotted.path.length - namesOf(dotted.node).length)))];
  const section = sectionText(
    parent.filter((step) => typeof step === 'string'),
    { [String(path.at(-1))]: value },
    eolOf(text),
  );
  return [behind(document, parent, section)];
}

/** Sections behind the last one that shares most of the path, else at the end, with an empty line before and after. */
function behind({ text, tables, filled }: TomlDocument, path: Path, content: string): Splice {
  const eol = eolOf(text);
  const offset = neighbourEnd(text, tables, path) ?? text.length;
  const after = text.slice(offset);
  const close = after.trim() === '' || /^[ \t]*[\r\n]/.test(after) ? '' : eol;
  if (filled.has(offset)) return { offset, length: 0, content: (close === '' ? eol : '') + content + close };
  filled.add(offset);
  const before = text.slice(0, offset);
  const open = before === '' || /[\r\n]$/.test(before) ? '' : eol;
  const gap = before.trim() === '' || /(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)$/.test(before) ? '' : eol;
  return { offset, length: 0, content: open + gap + content + close };
}

function neighbourEnd(text: string, tables: AST.TOMLTable[], path: Path): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const last = tables.findLast((table) => startsWith(table.resolvedKey, path.slice(0, length)));
    if (last) return sectionRange(text, last)[1];
  }
  return undefined;
}

function behindLine(text: string, node: AST.TOMLNode, line: string): Splice {
  const eol = eolOf(text);
  const offset = nextLine(text, node.range[1]);
  const isOpen = !/[\r\n]$/.test(text.slice(0, offset));
  const indented = lineIndent(text, node.range[0]) + line;
  return { offset, length: 0, content: isOpen ? eol + indented : indented + eol };
}

/** A key of the root stands before every table: behind the other keys, else above the first table and its comments. */
function atTop(document: TomlDocument, line: string): Splice[] {
  const { text, tables, filled } = document;
  const eol = eolOf(text);
  const last = document.keys.findLast((key) => key.table === null);
  if (last) return [behindLine(text, last.node, line)];
  const first = tables[0];
  let offset = first ? lineStart(text, first.range[0]) : text.length;
  while (first && offset > 0 && /^[ \t]*#/.test(text.slice(previousLine(text, offset), offset)))
    offset = previousLine(text, offset);
  const isFirst = !filled.has(offset);
  filled.add(offset);
  const open = isFirst && !first && text !== '' && !/[\r\n]$/.test(text) ? eol : '';
  const gap: Splice[] = isFirst && first ? [{ offset, length: 0, content: eol, isLast: true }] : [];
  return [{ offset, length: 0, content: open + line + eol }, ...gap];
}

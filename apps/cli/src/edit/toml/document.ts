import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { UneditableText } from '../uneditable.ts';
import { type Json, type Path, put, valueAt, withValue } from '../value.ts';

/** A key that stands at the top or in a table; `path` is from the root. */
export type TomlKey = { path: Path; node: AST.TOMLKeyValue; table: AST.TOMLTable | null };
export type TomlDocument = {
  text: string;
  tables: AST.TOMLTable[];
  keys: TomlKey[];
  comments: AST.Comment[];
  /** Where something new goes already: what follows there needs no other gap before it. */
  filled: Set<number>;
};

export function parseDocument(text: string): TomlDocument {
  const program = parse(text);
  const body = program.body[0].body;
  const tables = body.filter((node) => node.type === 'TOMLTable');
  const atTop = body.filter((node) => node.type === 'TOMLKeyValue');
  const keys = [
    ...atTop.map((node): TomlKey => ({ path: namesOf(node), node, table: null })),
    ...tables.flatMap((table) =>
      table.body.map((node): TomlKey => ({ path: [...table.resolvedKey, ...namesOf(node)], node, table })),
    ),
  ];
  return { text, tables, keys, comments: program.comments, filled: new Set() };
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new UneditableText(error.message.charAt(0).toLowerCase() + error.message.slice(1), text, error.index);
  }
}

export const namesOf = (node: AST.TOMLKeyValue): string[] =>
  node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

/** Undefined where there is nothing but comments. */
export function valueIn({ tables, keys }: TomlDocument): Json | undefined {
  if (tables.length === 0 && keys.length === 0) return undefined;
  const root: Json = {};
  // A table that holds only other tables may come after them.
  for (const { resolvedKey } of tables) if (valueAt(root, resolvedKey) === undefined) put(root, resolvedKey, {});
  for (const { path, node } of keys) put(root, path, jsonOf(node.value));
  return root;
}

export function jsonOf(node: AST.TOMLContentNode): Json {
  if (node.type === 'TOMLArray') return node.elements.map(jsonOf);
  if (node.type === 'TOMLInlineTable')
    return node.body.reduce<Json>((table, each) => withValue(table, namesOf(each), jsonOf(each.value)), {});
  // Dates, and numbers that JSON cannot say, as they are written.
  if ('datetime' in node) return node.datetime;
  if (node.kind === 'integer') return Number.isSafeInteger(node.value) ? node.value : node.number;
  if (node.kind === 'float') return Number.isFinite(node.value) ? node.value : node.number;
  return node.value;
}

export const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.length <= path.length && prefix.every((step, index) => step === path[index]);

export const isSamePath = (left: Path, right: Path): boolean => left.length === right.length && startsWith(left, right);

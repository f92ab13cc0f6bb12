import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { UneditableText } from '../uneditable.ts';
import type { Json } from '../value.ts';

/** `strict`: nothing but JSON, for readers that refuse comments and trailing commas. */
export type Dialect = 'strict' | 'lenient';

const reasons: Partial<Record<string, string>> = {
  InvalidSymbol: 'unexpected word',
  InvalidNumberFormat: 'malformed number',
  PropertyNameExpected: 'expected a property name in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected }',
  CloseBracketExpected: 'expected ]',
  EndOfFileExpected: 'expected the end of the file',
  InvalidCommentToken: 'comments are not allowed in this file: its reader ignores the whole file',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
};

/** The root object, or null if the text holds only white space and comments. */
export function parseRoot(text: string, dialect: Dialect = 'lenient'): Node | null {
  const errors: ParseError[] = [];
  const isLenient = dialect === 'lenient';
  const options = { allowTrailingComma: isLenient, disallowComments: !isLenient, allowEmptyContent: true };
  const root = parseTree(text, errors, options);
  const first = errors[0];
  if (first) {
    const reason = reasons[printParseErrorCode(first.error)] ?? 'it is not valid JSON';
    throw new UneditableText(reason, text, first.offset);
  }
  if (!root) return null;
  if (root.type !== 'object') throw new UneditableText('the top level is not an object', text, root.offset);
  return root;
}

/** A property of an object, or an item of a list. */
export type Member = { node: Node; key: string | number; value: Node };

/** In the order of the text; a key that is given twice is there twice. */
export function membersOf(holder: Node): Member[] {
  if (holder.type === 'array') return (holder.children ?? []).map((node, key) => ({ node, key, value: node }));
  return (holder.children ?? []).flatMap((node) => {
    const [key, value] = node.children ?? [];
    return key && value ? [{ node, key: String(key.value), value }] : [];
  });
}

/** What readers of the file see under `key`: of duplicates, the last. */
export const effective = (holder: Node, key: string | number): Member | undefined =>
  membersOf(holder).findLast((member) => member.key === key);

export function jsonOf(node: Node): Json {
  if (node.type === 'array') return (node.children ?? []).map(jsonOf);
  if (node.type !== 'object') return node.value as Json;
  return Object.fromEntries(membersOf(node).map(({ key, value }) => [key, jsonOf(value)]));
}

export const endOf = (node: Node): number => node.offset + node.length;

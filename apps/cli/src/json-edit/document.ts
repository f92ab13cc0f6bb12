import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The text cannot be edited without guessing. `line` and `column` count from 1. */
export class UneditableText extends Error {
  override readonly name = 'UneditableText';
  readonly line: number;
  readonly column: number;

  constructor(reason: string, text: string, offset: number) {
    super(reason);
    const before = text.slice(0, offset);
    this.line = before.split(/\r\n|\r|\n/).length;
    this.column = offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  }
}

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
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
};

/** The root object of JSON with comments and trailing commas, or null if the text holds only white space and comments. */
export function parseRoot(text: string): Node | null {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const first = errors[0];
  if (first) {
    const reason = reasons[printParseErrorCode(first.error)] ?? 'it is not valid JSON';
    throw new UneditableText(reason, text, first.offset);
  }
  if (!root) return null;
  if (root.type !== 'object') throw new UneditableText('the top level is not an object', text, root.offset);
  return root;
}

export type Property = { node: Node; key: string; value: Node };

/** The properties of an object in the order of the text; a key that is given twice is there twice. */
export function propertiesOf(object: Node): Property[] {
  return (object.children ?? []).flatMap((node) => {
    const [key, value] = node.children ?? [];
    return key && value ? [{ node, key: String(key.value), value }] : [];
  });
}

/** What readers of the file see under `key`: of duplicates, the last. */
export const effective = (object: Node, key: string): Property | undefined =>
  propertiesOf(object).findLast((property) => property.key === key);

export const jsonOf = (node: Node): Json => getNodeValue(node) as Json;

export const endOf = (node: Node): number => node.offset + node.length;

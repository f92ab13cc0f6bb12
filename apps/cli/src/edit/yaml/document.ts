import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { UneditableText } from '../uneditable.ts';
import type { Json } from '../value.ts';

/** `aliases` says how many more may be followed: a few of them can stand for more than fits into memory. */
export type YamlDocument = { text: string; root: ParsedNode | null; document: Document; aliases: number };
export type YamlPair = Pair<ParsedNode, ParsedNode | null>;

export function parseDocument(text: string): YamlDocument {
  const parsed = parseAllDocuments(text, { keepSourceTokens: true, version: '1.2', prettyErrors: true });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [first, second] = documents;
  const error = documents.flatMap((each) => each.errors)[0];
  if (error) throw new UneditableText(reasonOf(error.message), text, error.pos[0]);
  if (second) throw new UneditableText('there is a second document', text, second.range?.[0] ?? text.length);
  const root = (first?.contents ?? null) as ParsedNode | null;
  const isEmpty = !root || (isScalar(root) && root.value === null);
  if (!isEmpty && !isMap(root)) throw new UneditableText('the top level is not a mapping', text, root.range?.[0] ?? 0);
  return { text, root: isEmpty ? null : root, document: first as Document, aliases: 1000 };
}

/** The first line; what follows shows the place, which is told in another way. */
const reasonOf = (message: string): string => {
  const [first = ''] = message.split(/ at line |\n/);
  return first.charAt(0).toLowerCase() + first.slice(1);
};

export const pairsOf = (map: YAMLMap): YamlPair[] => (map.items as unknown[]).filter(isPair) as YamlPair[];
export const itemsOf = (seq: YAMLSeq): ParsedNode[] => seq.items as ParsedNode[];

export const keyOf = (pair: YamlPair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

/** What readers see; aliases are followed. */
export function jsonOf(yaml: YamlDocument, node: ParsedNode | null): Json {
  if (!node) return null;
  if (isAlias(node)) {
    yaml.aliases -= 1;
    if (yaml.aliases < 0) throw new UneditableText('there are too many aliases', yaml.text, node.range[0]);
    const meant = node.resolve(yaml.document) as ParsedNode | undefined;
    if (!meant) throw new UneditableText(`there is no anchor “${node.source}”`, yaml.text, node.range[0]);
    return jsonOf(yaml, meant);
  }
  if (isMap(node)) return Object.fromEntries(pairsOf(node).map((pair) => [keyOf(pair), jsonOf(yaml, pair.value)]));
  if (isSeq(node)) return itemsOf(node).map((item) => jsonOf(yaml, item));
  const { value } = node as { value: unknown };
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

/** Behind the last character that belongs to the node; line breaks and comments behind it do not. */
export function contentEnd(node: ParsedNode): number {
  const [start, end] = node.range ?? [0, 0];
  if (isMap(node) && !node.flow) {
    const last = pairsOf(node).at(-1);
    return last ? pairEnd(last) : end;
  }
  if (isSeq(node) && !node.flow) {
    const last = itemsOf(node).at(-1);
    return last ? Math.max(contentEnd(last), start) : end;
  }
  return end;
}

export function pairEnd(pair: YamlPair): number {
  const keyEnd = pair.key.range?.[1] ?? 0;
  if (!pair.value) return keyEnd;
  return Math.max(contentEnd(pair.value), colonEnd(pair) ?? keyEnd);
}

/** Behind the colon of a pair, or undefined if it has none. */
export function colonEnd(pair: YamlPair): number | undefined {
  const token = pair.srcToken as { sep?: { type: string; offset: number; source: string }[] } | undefined;
  const colon = token?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon && colon.offset + colon.source.length;
}

/** The dash of an item of a block sequence. */
export function dashOf(seq: YAMLSeq, index: number): number | undefined {
  const token = seq.srcToken as { items?: { start: { type: string; offset: number }[] }[] } | undefined;
  return token?.items?.[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
}

import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { eolOf, lineStart, nextLine, type Splice } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import type { Json, Path } from '../value.ts';
import {
  colonEnd,
  contentEnd,
  itemsOf,
  keyOf,
  pairEnd,
  pairsOf,
  type YamlDocument,
  type YamlPair,
} from './document.ts';
import { blockText, flowText, isInline, keyText } from './render.ts';

const unit = 2;

export function setting({ text, root }: YamlDocument, path: Path, value: Json): Splice[] {
  let node: ParsedNode | null = root;
  for (const [depth, step] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (typeof step === 'string' && isMap(node)) {
      const pair = pairsOf(node).find((each) => keyOf(each) === step);
      if (!pair) return [newPair(text, node, step, nest(rest, value))];
      const isFlow = node.flow === true;
      if (rest.length === 0) return replacement(text, pair, value, isFlow);
      if (isNothing(pair.value)) return replacement(text, pair, nest(rest, value), isFlow);
      node = pair.value;
    } else if (typeof step === 'number' && isSeq(node)) {
      const item: ParsedNode | undefined = itemsOf(node)[step];
      if (!item) return [newItem(text, node, nest(rest, value))];
      if (rest.length === 0) return [itemReplacement(text, node, item, value)];
      node = item;
    } else {
      const kind = typeof step === 'string' ? 'a mapping' : 'a list';
      throw new UneditableText(`“${String(path[depth - 1])}” is not ${kind}`, text, node?.range?.[0] ?? 0);
    }
  }
  return [];
}

export const isNothing = (node: ParsedNode | null): boolean => !node || (isScalar(node) && node.value === null);

const nest = (path: Path, value: Json): Json =>
  path.reduceRight<Json>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** Behind the line on which a node ends; a block scalar ends behind its line break already. */
export const behindLine = (text: string, end: number): number =>
  end > 0 && /[\r\n]/.test(text[end - 1] ?? '') ? end : nextLine(text, end);

function newPair(text: string, map: YAMLMap, key: string, value: Json): Splice {
  const last = pairsOf(map).at(-1);
  if (map.flow) return newMember(map, last && pairEnd(last), `${flowText(key)}: ${flowText(value)}`);
  const first = pairsOf(map)[0];
  const column = columnOf(text, first?.key.range?.[0] ?? 0);
  const eol = eolOf(text);
  return newLines(text, last ? pairEnd(last) : 0, `${keyText(key)}:${valueText(value, column + unit, eol)}`, column);
}

function newItem(text: string, seq: YAMLSeq, value: Json): Splice {
  const last = itemsOf(seq).at(-1);
  if (seq.flow || !last) return newMember(seq, last && contentEnd(last), flowText(value));
  const column = columnOf(text, seq.range?.[0] ?? 0);
  return newLines(text, contentEnd(last), `- ${blockText(value, column + 2, eolOf(text))}`, column);
}

function newMember(holder: YAMLMap | YAMLSeq, lastEnd: number | undefined, member: string): Splice {
  if (lastEnd !== undefined) return { offset: lastEnd, length: 0, content: `, ${member}` };
  return { offset: (holder.range?.[0] ?? 0) + 1, length: 0, content: member };
}

function newLines(text: string, end: number, lines: string, column: number): Splice {
  const eol = eolOf(text);
  const offset = behindLine(text, end);
  const isOpen = offset > 0 && !/[\r\n]/.test(text[offset - 1] ?? '');
  const indented = ' '.repeat(column) + lines;
  return { offset, length: 0, content: isOpen ? eol + indented : indented + eol };
}

/** What follows a colon: on its line, or on lines of its own. */
const valueText = (value: Json, indent: number, eol: string): string =>
  isInline(value) ? ` ${blockText(value, indent, eol)}` : `${eol}${' '.repeat(indent)}${blockText(value, indent, eol)}`;

function replacement(text: string, pair: YamlPair, value: Json, isFlow: boolean): Splice[] {
  const colon = colonEnd(pair);
  const old = pair.value;
  if (colon === undefined) throw new UneditableText('a key has no value', text, pair.key.range?.[0] ?? 0);
  // A value that is left out has a place, but no characters.
  const isWritten = old !== null && text.slice(old.range[0], old.range[1]).trim() !== '';
  const [start, end] = isWritten ? [old.range[0], contentEnd(old)] : [colon, colon];
  if (isFlow) return [{ offset: colon, length: end - colon, content: ` ${flowText(value)}` }];
  const eol = eolOf(text);
  const isOnLine = !/[\r\n]/.test(text.slice(colon, start));
  // A block scalar takes its line break with it.
  const close = /[\r\n]/.test(text[end - 1] ?? '') && end > start ? eol : '';
  if (isInline(value) && isOnLine && start > colon)
    return [{ offset: start, length: end - start, content: blockText(value, 0, eol) + close }];
  if (!isInline(value) && !isOnLine)
    return [{ offset: start, length: end - start, content: blockText(value, columnOf(text, start), eol) + close }];
  const indent = columnOf(text, pair.key.range?.[0] ?? 0) + unit;
  return [{ offset: colon, length: end - colon, content: valueText(value, indent, eol) + close }];
}

function itemReplacement(text: string, seq: YAMLSeq, item: ParsedNode, value: Json): Splice {
  const [start, end] = [item.range[0], contentEnd(item)];
  if (seq.flow) return { offset: start, length: end - start, content: flowText(value) };
  const close = /[\r\n]/.test(text[end - 1] ?? '') && end > start ? eolOf(text) : '';
  const content = blockText(value, columnOf(text, start), eolOf(text)) + close;
  return { offset: start, length: end - start, content };
}

import { isMap, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { lineStart, type Splice, startsItsLine } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import type { Path } from '../value.ts';
import {
  colonEnd,
  contentEnd,
  dashOf,
  itemsOf,
  keyOf,
  pairEnd,
  pairsOf,
  type YamlDocument,
  type YamlPair,
} from './document.ts';
import { behindLine } from './set.ts';

type Member = { start: number; end: number };
type Place = { holder: YAMLMap | YAMLSeq; parent: YamlPair | null; index: number };

/** Takes away what is at `path`, with its lines. */
export function removal({ text, root }: YamlDocument, path: Path): Splice[] {
  const place = placeOf(root, path);
  if (!place) return [];
  const { holder, index } = place;
  const members = isMap(holder)
    ? pairsOf(holder).map((pair): Member => ({ start: pair.key.range[0], end: pairEnd(pair) }))
    : itemsOf(holder).map((item, each): Member => {
        return { start: holder.flow ? item.range[0] : (dashOf(holder, each) ?? item.range[0]), end: contentEnd(item) };
      });
  if (holder.flow) return flowRemoval(members, index);
  if (members.length === 1 && holder !== root) return emptied(text, place, members);
  return [blockRemoval(text, members, index)];
}

function placeOf(root: ParsedNode | null, path: Path): Place | null {
  let node: ParsedNode | null = root;
  let parent: YamlPair | null = null;
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (isMap(node)) {
      const index = pairsOf(node).findIndex((each) => keyOf(each) === step);
      const pair: YamlPair | undefined = pairsOf(node)[index];
      if (!pair) return null;
      if (isLast) return { holder: node, parent, index };
      parent = pair;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      const item: ParsedNode | undefined = itemsOf(node)[step];
      if (!item) return null;
      if (isLast) return { holder: node, parent, index: step };
      parent = null;
      node = item;
    } else return null;
  }
  return null;
}

function blockRemoval(text: string, members: Member[], index: number): Splice {
  const member = members[index];
  const next = members[index + 1];
  if (!member) return { offset: 0, length: 0, content: '' };
  if (startsItsLine(text, member.start)) {
    const from = lineStart(text, member.start);
    return { offset: from, length: behindLine(text, member.end) - from, content: '' };
  }
  // The first key of a list's item stands behind the dash: the next one takes its place.
  if (!next || text.slice(member.end, next.start).includes('#'))
    throw new UneditableText('this cannot be taken away without touching a comment', text, member.start);
  return { offset: member.start, length: next.start - member.start, content: '' };
}

/** The last member goes: the collection has to say that it is empty. */
function emptied(text: string, { holder, parent }: Place, members: Member[]): Splice[] {
  const empty = isMap(holder) ? '{}' : '[]';
  const [start, end] = [holder.range?.[0] ?? 0, members[0]?.end ?? 0];
  const colon = parent ? colonEnd(parent) : undefined;
  if (colon === undefined || !/[\r\n]/.test(text.slice(colon, start)))
    return [{ offset: start, length: end - start, content: empty }];
  return [{ offset: colon, length: 0, content: ` ${empty}` }, blockRemoval(text, members, 0)];
}

function flowRemoval(members: Member[], index: number): Splice[] {
  const [previous, member, next] = [members[index - 1], members[index], members[index + 1]];
  if (!member) return [];
  if (next) return [{ offset: member.start, length: next.start - member.start, content: '' }];
  const from = previous?.end ?? member.start;
  return [{ offset: from, length: member.end - from, content: '' }];
}

import { createScanner, type Node } from 'jsonc-parser';
import { lineIndent, lineStart, type Splice, spliced, startsItsLine } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import type { Json, Path } from '../value.ts';
import { effective, endOf, type Member, membersOf, parseRoot } from './document.ts';
import { type Layout, layoutOf, serialize } from './layout.ts';

/**
 * The text with `value` at `path`. Only the value's own bytes are replaced; what is new goes behind the last one of its
 * object or list, and nothing is ever reformatted.
 */
export function setValue(text: string, path: Path, value: Json): string {
  const root = parseRoot(text);
  if (!root) throw new UneditableText('there is no object', text, text.length);
  const layout = layoutOf(text, root);
  let holder = root;
  for (const [depth, key] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (holder.type !== (typeof key === 'number' ? 'array' : 'object')) {
      const [name, kind] = [String(path[depth - 1]), typeof key === 'number' ? 'a list' : 'an object'];
      throw new UneditableText(`"${name}" is not ${kind}`, text, holder.offset);
    }
    const found = effective(holder, key);
    if (!found) return apply(text, insertion(text, holder, key, nest(rest, value), layout));
    if (rest.length === 0) {
      const content = serialize(value, layout, lineIndent(text, found.node.offset));
      return dropShadowed(apply(text, [{ offset: found.value.offset, length: found.value.length, content }]), path);
    }
    holder = found.value;
  }
  return text;
}

/** The text without what is at `path`, duplicates included; unchanged if there is nothing. */
export function removeValue(text: string, path: Path): string {
  const holder = holderOf(text, path);
  const member = holder && membersOf(holder).find((each) => each.key === path.at(-1));
  if (!member) return text;
  const removed = apply(text, removal(text, holder, member));
  return typeof member.key === 'number' ? removed : removeValue(removed, path);
}

const apply = (text: string, splices: Splice[]): string => spliced(text, splices) ?? text;

/** Earlier duplicates are ours too, and may hold an older key. */
function dropShadowed(text: string, path: Path): string {
  const holder = holderOf(text, path);
  const [first, ...others] = holder ? membersOf(holder).filter((each) => each.key === path.at(-1)) : [];
  if (!holder || !first || others.length === 0) return text;
  return dropShadowed(apply(text, removal(text, holder, first)), path);
}

/** The object or list whose member the last step of `path` names. */
function holderOf(text: string, path: Path): Node | null {
  let holder = parseRoot(text);
  for (const key of path.slice(0, -1)) holder = (holder && effective(holder, key)?.value) ?? null;
  return holder?.type === (typeof path.at(-1) === 'number' ? 'array' : 'object') ? holder : null;
}

const nest = (path: Path, value: Json): Json =>
  path.reduceRight<Json>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);

function insertion(text: string, holder: Node, key: string | number, value: Json, layout: Layout): Splice[] {
  const last = membersOf(holder).at(-1);
  const closing = endOf(holder) - 1;
  const outerIndent = lineIndent(text, holder.offset);
  const indent =
    last && startsItsLine(text, last.node.offset) ? lineIndent(text, last.node.offset) : outerIndent + layout.unit;
  const comma = last ? commaAfter(text, endOf(last.node)) : null;
  const separator: Splice[] = last && comma === null ? [{ offset: endOf(last.node), length: 0, content: ',' }] : [];
  const offset = endOfContent(text, closing);
  const name = typeof key === 'number' ? '' : `${JSON.stringify(key)}:${layout.isOneLine ? '' : ' '}`;
  const body = `${name}${serialize(value, layout, indent)}${comma === null ? '' : ','}`;
  if (layout.isOneLine) return [...separator, { offset, length: 0, content: body }];
  const closesOnOwnLine = /[\r\n]/.test(text.slice(offset, closing));
  const end = closesOnOwnLine ? '' : layout.eol + outerIndent;
  return [...separator, { offset, length: 0, content: layout.eol + indent + body + end }];
}

/** Behind the last thing before `offset` that is not white space, comments included. */
const endOfContent = (text: string, offset: number): number => text.slice(0, offset).trimEnd().length;

function removal(text: string, holder: Node, member: Member): Splice[] {
  const start = member.node.offset;
  const end = endOf(member.node);
  const comma = commaAfter(text, end);
  const members = membersOf(holder);
  const previous = members[members.findIndex((each) => each.node.offset === start) - 1];
  const commaBefore = comma === null && previous ? commaAfter(text, endOf(previous.node)) : null;
  if (commaBefore !== null) {
    // A comment in between stays, together with the line break that ends it.
    const hasComment = text.slice(commaBefore + 1, start).trim() !== '';
    const from = hasComment ? start : commaBefore + 1;
    return [
      { offset: commaBefore, length: 1, content: '' },
      { offset: from, length: end - from, content: '' },
    ];
  }
  const between = comma === null ? '' : text.slice(end, comma);
  if (between.trim() !== '') return [{ offset: start, length: (comma ?? end) + 1 - start, content: between }];
  return [wholeLines(text, start, comma === null ? end : comma + 1)];
}

/** Removes a span, with its line if it is alone there. */
function wholeLines(text: string, start: number, end: number): Splice {
  const rest = /^[ \t]*(\r\n|\n|\r)/.exec(text.slice(end))?.[0];
  if (rest === undefined || !startsItsLine(text, start)) return { offset: start, length: end - start, content: '' };
  const from = lineStart(text, start);
  return { offset: from, length: end + rest.length - from, content: '' };
}

function commaAfter(text: string, offset: number): number | null {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ',' ? scanner.getTokenOffset() : null;
}

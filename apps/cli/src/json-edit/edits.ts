import { applyEdits, createScanner, type Edit, type Node } from 'jsonc-parser';
import {
  effective,
  endOf,
  type Json,
  jsonOf,
  type Property,
  parseRoot,
  propertiesOf,
  UneditableText,
} from './document.ts';
import { type Layout, layoutOf, lineIndent, lineStart, serialize, startsItsLine } from './layout.ts';

export type Path = readonly string[];

/** The value at `path` as readers of the file see it, or undefined. */
export function readValue(text: string, path: Path): Json | undefined {
  const key = path.at(-1);
  const object = holderOf(text, path);
  const found = object && key !== undefined ? effective(object, key) : undefined;
  return found && jsonOf(found.value);
}

/**
 * The text with `value` at `path`. Only the value's own bytes are replaced; a new property goes behind the last one of
 * its object, and nothing is ever reformatted.
 */
export function setValue(text: string, path: Path, value: Json): string {
  const root = parseRoot(text);
  if (!root) throw new UneditableText('there is no object', text, text.length);
  const layout = layoutOf(text, root);
  let object = root;
  for (const [depth, key] of path.entries()) {
    const rest = path.slice(depth + 1);
    const found = effective(object, key);
    if (!found) return applyEdits(text, insertion(text, object, key, nest(rest, value), layout));
    if (rest.length === 0) {
      const content = serialize(value, layout, lineIndent(text, found.node.offset));
      const replaced = applyEdits(text, [{ offset: found.value.offset, length: found.value.length, content }]);
      return dropShadowed(replaced, path);
    }
    if (found.value.type !== 'object') {
      throw new UneditableText(`"${key}" is not an object`, text, found.value.offset);
    }
    object = found.value;
  }
  return text;
}

/** The text without the property at `path`, duplicates included; unchanged if there is none. */
export function removeValue(text: string, path: Path): string {
  const object = holderOf(text, path);
  const property = object && propertiesOf(object).find((each) => each.key === path.at(-1));
  return property ? removeValue(applyEdits(text, removal(text, object, property)), path) : text;
}

/** Earlier duplicates are ours too, and may hold an older key. */
function dropShadowed(text: string, path: Path): string {
  const object = holderOf(text, path);
  const [first, ...others] = object ? propertiesOf(object).filter((each) => each.key === path.at(-1)) : [];
  if (!object || !first || others.length === 0) return text;
  return dropShadowed(applyEdits(text, removal(text, object, first)), path);
}

/** The object whose property the last key of `path` is. */
function holderOf(text: string, path: Path): Node | null {
  let object = parseRoot(text);
  for (const key of path.slice(0, -1)) {
    object = object?.type === 'object' ? (effective(object, key)?.value ?? null) : null;
  }
  return object?.type === 'object' ? object : null;
}

const nest = (path: Path, value: Json): Json => path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);

function insertion(text: string, object: Node, key: string, value: Json, layout: Layout): Edit[] {
  const last = propertiesOf(object).at(-1);
  const closing = endOf(object) - 1;
  const outerIndent = lineIndent(text, object.offset);
  const indent =
    last && startsItsLine(text, last.node.offset) ? lineIndent(text, last.node.offset) : outerIndent + layout.unit;
  const comma = last ? commaAfter(text, endOf(last.node)) : null;
  const separator: Edit[] = last && comma === null ? [{ offset: endOf(last.node), length: 0, content: ',' }] : [];
  const offset = endOfContent(text, closing);
  const trailing = comma === null ? '' : ',';
  const body = `${JSON.stringify(key)}:${layout.isOneLine ? '' : ' '}${serialize(value, layout, indent)}${trailing}`;
  if (layout.isOneLine) return [...separator, { offset, length: 0, content: body }];
  const closesOnOwnLine = /[\r\n]/.test(text.slice(offset, closing));
  const end = closesOnOwnLine ? '' : layout.eol + outerIndent;
  return [...separator, { offset, length: 0, content: layout.eol + indent + body + end }];
}

/** Behind the last thing before `offset` that is not white space, comments included. */
const endOfContent = (text: string, offset: number): number => text.slice(0, offset).trimEnd().length;

function removal(text: string, object: Node, property: Property): Edit[] {
  const start = property.node.offset;
  const end = endOf(property.node);
  const comma = commaAfter(text, end);
  const properties = propertiesOf(object);
  const previous = properties[properties.findIndex((each) => each.node.offset === start) - 1];
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
function wholeLines(text: string, start: number, end: number): Edit {
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

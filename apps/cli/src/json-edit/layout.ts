import type { Node } from 'jsonc-parser';
import type { Json } from './document.ts';
import { propertiesOf } from './document.ts';

/** How a file is laid out, so that what is added looks like the rest. */
export type Layout = { eol: string; unit: string; isOneLine: boolean };

export function layoutOf(text: string, root: Node): Layout {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const first = propertiesOf(root)[0];
  const unit = first && startsItsLine(text, first.node.offset) ? lineIndent(text, first.node.offset) : '';
  const rootText = text.slice(root.offset, root.offset + root.length);
  return { eol, unit: unit || '  ', isOneLine: first !== undefined && !/[\r\n]/.test(rootText) };
}

export const lineStart = (text: string, offset: number): number =>
  Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;

export function lineIndent(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

export const startsItsLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

/** `value` as text whose following lines are indented for a property that stands at `indent`. */
export function serialize(value: Json, layout: Layout, indent: string): string {
  if (layout.isOneLine) return JSON.stringify(value);
  return JSON.stringify(value, null, layout.unit)
    .split('\n')
    .join(layout.eol + indent);
}

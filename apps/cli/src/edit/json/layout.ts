import type { Node } from 'jsonc-parser';
import { eolOf, lineIndent, startsItsLine } from '../splice.ts';
import type { Json } from '../value.ts';
import { membersOf } from './document.ts';

/** How a file is laid out, so that what is added looks like the rest. */
export type Layout = { eol: string; unit: string; isOneLine: boolean };

export function layoutOf(text: string, root: Node): Layout {
  const first = membersOf(root)[0];
  const unit = first && startsItsLine(text, first.node.offset) ? lineIndent(text, first.node.offset) : '';
  const rootText = text.slice(root.offset, root.offset + root.length);
  return { eol: eolOf(text), unit: unit || '  ', isOneLine: first !== undefined && !/[\r\n]/.test(rootText) };
}

/** `value` as text whose following lines are indented for a property that stands at `indent`. */
export function serialize(value: Json, layout: Layout, indent: string): string {
  if (layout.isOneLine) return JSON.stringify(value);
  return JSON.stringify(value, null, layout.unit)
    .split('\n')
    .join(layout.eol + indent);
}

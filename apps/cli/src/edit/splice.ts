/** Replaces `length` characters at `offset`; of several at one place those with `isLast` come behind the others. */
export type Splice = { offset: number; length: number; content: string; isLast?: true };

/** The text after all splices, or null if two of them touch the same characters. Those at one place keep their order. */
export function spliced(text: string, splices: readonly Splice[]): string | null {
  const sorted = splices
    .map((splice, order) => ({ ...splice, order }))
    .sort((left, right) => left.offset - right.offset || rank(left) - rank(right) || left.order - right.order);
  let result = '';
  let at = 0;
  for (const { offset, length, content } of sorted) {
    if (offset < at) return null;
    result += text.slice(at, offset) + content;
    at = offset + length;
  }
  return result + text.slice(at);
}

const rank = ({ isLast }: Splice): number => (isLast ? 1 : 0);

export const eolOf = (text: string): string => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';

export const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;

export const lineIndent = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

export const startsItsLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

/** The start of the line before the one that starts at `offset`. */
export function previousLine(text: string, offset: number): number {
  const breakLength = text.slice(offset - 2, offset) === '\r\n' ? 2 : 1;
  return lineStart(text, Math.max(0, offset - breakLength));
}

/** Before the line break, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const found = /[\r\n]/.exec(text.slice(offset));
  return found ? offset + found.index : text.length;
}

/** Behind the line break, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return end + (/^(\r\n|\r|\n)/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
}

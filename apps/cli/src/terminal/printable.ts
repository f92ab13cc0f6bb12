// Control characters, line separators and bidirectional overrides: text from a server or a file must not steer the terminal.
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** One line that only shows characters. */
export const printable = (text: string): string =>
  text.replace(unprintable, (char) => (char === '\n' || char === '\t' ? ' ' : '\uFFFD'));

/** Several lines that only show characters. */
export const printableLines = (text: string): string =>
  text.replace(unprintable, (char) => (char === '\n' || char === '\t' ? char : char === '\r' ? '' : '\uFFFD'));

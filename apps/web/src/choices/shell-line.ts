/** One line from arguments: those with more than plain characters are quoted. */
export const shellLine = (command: readonly string[]): string =>
  command.map((part) => (/^[\w@%+=:,./$-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');

/** Arguments from one line, as a shell would take them: quotes hold a part together, a backslash holds a character. */
export function parseShellLine(line: string): string[] {
  const parts: string[] = [];
  let [part, quote] = [null as string | null, ''];
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (character === '\\' && quote !== "'") {
      index += 1;
      part = (part ?? '') + escaped(line[index] ?? '', quote);
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else part = (part ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      part ??= '';
    } else if (/\s/.test(character)) {
      if (part !== null) parts.push(part);
      part = null;
    } else part = (part ?? '') + character;
  }
  return part === null ? parts : [...parts, part];
}

// Between double quotes as JSON writes them, so that a line that is shown reads back as it was.
const escaped = (character: string, quote: string): string =>
  quote === '"' ? (({ n: '\n', t: '\t', r: '\r' } as Record<string, string>)[character] ?? character) : character;

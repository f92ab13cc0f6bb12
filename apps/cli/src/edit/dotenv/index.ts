import type { OpenText } from '../checked.ts';
import { eolOf, nextLine, type Splice } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import type { Json } from '../value.ts';

type Assignment = { name: string; value: string; start: number; end: number; valueStart: number; valueEnd: number };

/** `NAME=value` lines as dotenv readers see them: comments, `export`, quotes; of duplicates the last counts. */
export function openDotenv(text: string): OpenText {
  const all = assignmentsOf(text);
  const values = all.map(({ name, value }) => [name, value] as const);
  return {
    value: all.length > 0 ? Object.fromEntries(values) : undefined,
    splicesFor({ path, value }): Splice[] {
      const [name, ...rest] = path;
      if (typeof name !== 'string' || rest.length > 0 || !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name))
        throw new UneditableText(`a variable cannot be called ${path.join('.')}`, text, 0);
      const present = all.filter((each) => each.name === name);
      if (value === undefined) return present.map(lineRemoval);
      const last = present.at(-1);
      if (!last) return [addition(text, `${name}=${valueText(value, text)}`)];
      const { valueStart, valueEnd } = last;
      const splice = { offset: valueStart, length: valueEnd - valueStart, content: valueText(value, text) };
      // Earlier duplicates are ours too, and may hold an older key.
      return [...present.slice(0, -1).map(lineRemoval), splice];
    },
  };
}

const lineRemoval = ({ start, end }: Assignment): Splice => ({ offset: start, length: end - start, content: '' });

function addition(text: string, line: string): Splice {
  const eol = eolOf(text);
  const isOpen = text !== '' && !/[\r\n]$/.test(text);
  return { offset: text.length, length: 0, content: isOpen ? eol + line : line + eol };
}

function valueText(value: Json, text: string): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[A-Za-z0-9_./:@%+,=-]*$/.test(plain)) return plain;
  if (!/[\r\n"\\$`]/.test(plain)) return `"${plain}"`;
  if (!/[\r\n']/.test(plain)) return `'${plain}'`;
  throw new UneditableText('a value cannot hold line breaks or both kinds of quotes', text, text.length);
}

const opening = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/y;

function assignmentsOf(text: string): Assignment[] {
  const found: Assignment[] = [];
  let at = 0;
  while (at < text.length) {
    const end = nextLine(text, at);
    const line = text.slice(at, end);
    opening.lastIndex = at;
    const match = opening.exec(text);
    if (/^[ \t]*(#|[\r\n]|$)/.test(line)) at = end;
    else if (!match?.[1]) throw new UneditableText('expected NAME=value', text, at + line.search(/\S/));
    else {
      const assignment = readValue(text, match[1], at, opening.lastIndex);
      found.push(assignment);
      at = assignment.end;
    }
  }
  return found;
}

function readValue(text: string, name: string, start: number, valueStart: number): Assignment {
  const quote = text[valueStart];
  const isQuoted = quote === '"' || quote === "'" || quote === '`';
  if (!isQuoted) {
    const line = text.slice(valueStart, nextLine(text, valueStart)).replace(/[\r\n]+$/, '');
    const value = line.replace(/(^|\s)#.*$/, '').trimEnd();
    return { name, value, start, end: nextLine(text, valueStart), valueStart, valueEnd: valueStart + value.length };
  }
  let close = valueStart + 1;
  while (close < text.length && text[close] !== quote) close += text[close] === '\\' && quote === '"' ? 2 : 1;
  if (close >= text.length) throw new UneditableText('a quoted value is not closed', text, valueStart);
  const rest = text.slice(close + 1, nextLine(text, close + 1));
  if (!/^[ \t]*(#.*)?[\r\n]*$/.test(rest)) throw new UneditableText('unexpected text behind a value', text, close + 1);
  const raw = text.slice(valueStart + 1, close);
  const value = quote === '"' ? raw.replace(/\\n/g, '\n').replace(/\\r/g, '\r') : raw;
  return { name, value, start, end: nextLine(text, close + 1), valueStart, valueEnd: close + 1 };
}

import { spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const answer = spawnSync('script', ['--version'], { encoding: 'utf8' });
/** Why nothing can be run on a terminal here; null where it can. */
export const noTerminalReason: string | null = answer.stdout?.includes('util-linux')
  ? null
  : 'needs the script command of util-linux';

export type PseudoTerminal = {
  /** Presses keys, given as what a terminal sends for them. */
  press(...keys: string[]): void;
  /** Waits until this appears after what was waited for before, without what only steers the terminal. */
  see(text: string | RegExp): Promise<string>;
  /** All that came so far, as it came. */
  bytes(): string;
  ended: Promise<{ code: number | null; text: string; isCursorShown: boolean }>;
};

export const keys = {
  enter: '\r',
  space: ' ',
  down: '\u001b[B',
  left: '\u001b[D',
  tab: '\t',
  killLine: '\u0015',
  interrupt: '\u0003',
};

/** A command on a terminal of its own, of 120 columns. */
export function runOnTerminal(
  argv: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): PseudoTerminal {
  const command = `stty rows 50 cols 120; exec ${argv.map(quoted).join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    ...options,
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let bytes = '';
  let seen = 0;
  let isOver = false;
  let notice: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    bytes += text;
    notice();
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<{ code: number | null; text: string; isCursorShown: boolean }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      isOver = true;
      notice();
      const isCursorShown = bytes.lastIndexOf('\u001b[?25h') >= bytes.lastIndexOf('\u001b[?25l');
      resolve({ code, text: textOf(bytes), isCursorShown });
    });
  });
  return {
    press: (...pressed) => void child.stdin.write(pressed.join('')),
    bytes: () => bytes,
    ended,
    async see(wanted) {
      for (;;) {
        const text = textOf(bytes);
        const found = placeOf(text.slice(seen), wanted);
        if (found !== null) {
          const part = text.slice(seen, seen + found);
          seen += found;
          return part;
        }
        if (isOver) throw new Error(`It ended before ${wanted} was there:\n${text}`);
        await new Promise<void>((resolve) => {
          notice = resolve;
        });
      }
    },
  };
}

/** Where it ends in the text. */
function placeOf(text: string, wanted: string | RegExp): number | null {
  if (typeof wanted === 'string') return text.includes(wanted) ? text.indexOf(wanted) + wanted.length : null;
  const match = wanted.exec(text);
  return match ? match.index + match[0].length : null;
}

const textOf = (bytes: string): string => stripVTControlCharacters(bytes).replaceAll('\r', '');
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

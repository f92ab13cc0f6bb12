import { createTwoFilesPatch } from 'diff';
import { shortPath } from '../files/folders.ts';
import { printableLines } from '../terminal/printable.ts';
import type { Colors } from '../terminal/terminal.ts';
import { maskSecrets } from './mask.ts';
import type { PlannedFile } from './plan.ts';

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** What would change in a file, as a unified diff without secrets. */
export async function unifiedDiff({ target, syntax, text, mode, isModeChanged }: PlannedFile): Promise<string> {
  const path = shortPath(target.path);
  const before = target.before?.text ?? '';
  const modeLine =
    isModeChanged && target.before ? `old mode ${octal(target.before.mode)}\nnew mode ${octal(mode)}\n` : '';
  if (before === text) return `${modeLine}${path}`;
  const from = target.before ? path : '/dev/null';
  const [old, next] = [await maskSecrets(before, syntax), await maskSecrets(text, syntax)];
  const patch = createTwoFilesPatch(from, path, old, next, undefined, undefined, { context: 3 });
  return printableLines(modeLine + patch.replace(/^=+\n/, '')).trimEnd();
}

export function colored(diff: string, colors: Colors): string {
  const paint = (line: string): string => {
    if (/^(---|\+\+\+) /.test(line)) return colors.bold(line);
    if (line.startsWith('@@')) return colors.cyan(line);
    if (line.startsWith('+')) return colors.green(line);
    return line.startsWith('-') ? colors.red(line) : line;
  };
  return diff.split('\n').map(paint).join('\n');
}

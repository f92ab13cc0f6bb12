import Table from 'cli-table3';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const noBorders = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left']
    .concat(['left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((part) => [part, '']),
);

/** Columns without borders; `empty` is noted instead where there is no row. Those behind the first can be for numbers. */
export function showTable(
  terminal: Terminal,
  head: string[],
  rows: string[][],
  empty: string,
  { areNumbers = false } = {},
): void {
  if (rows.length === 0) {
    terminal.note(empty);
    return;
  }
  const table = new Table({
    head: head.map((title) => terminal.outColors.dim(title)),
    chars: { ...noBorders, middle: '  ' },
    colAligns: head.map((_, index) => (areNumbers && index > 0 ? 'right' : 'left')),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const row of rows) table.push(row.map(printable));
  terminal.result(table.toString().replace(/[ \t]+$/gm, ''));
}

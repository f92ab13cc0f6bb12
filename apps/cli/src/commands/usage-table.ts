import {
  costText,
  describeGap,
  formatCount,
  momentIn,
  type UsageFigures,
  type UsageGroup,
  type UsageSummary,
} from '@gatehouse/contracts/usage';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Shown = { from: string; to: string; timeZone: string; scope: 'own' | 'all'; groupBy: UsageGroup };

const columns = ['REQUESTS', 'FAILED', 'INPUT', 'CACHED', 'OUTPUT', 'TOKENS', 'COST (USD)'];

const cells = (figures: UsageFigures): string[] => [
  formatCount(figures.requests),
  formatCount(figures.failedRequests),
  formatCount(figures.inputTokens),
  formatCount(figures.cacheReadTokens),
  formatCount(figures.outputTokens),
  formatCount(figures.totalTokens),
  costText(figures),
];

/** A line for each row and one for all of them. */
export function showUsageTable(terminal: Terminal, shown: Shown, { rows, total }: UsageSummary): void {
  const { scope, groupBy, timeZone } = shown;
  // Hours are many: those without anything would hide the others.
  const used = groupBy === 'hour' ? rows.filter(({ figures }) => figures.requests > 0) : rows;
  const named = used.map(({ key, label, figures }) => ({
    label: groupBy === 'hour' && key !== null ? momentIn(new Date(key), timeZone) : label,
    figures,
  }));
  const lines = total.requests === 0 ? [] : [...named, { label: 'TOTAL', figures: total }];
  showTable(
    terminal,
    [groupBy.replaceAll('-', ' ').toUpperCase(), ...columns],
    lines.map(({ label, figures }) => [label, ...cells(figures)]),
    scope === 'own' ? 'You used nothing in these days.' : 'Nobody used anything in these days.',
    { areNumbers: true },
  );
}

/** What has to be known to read the numbers right. */
export function showUsageNotes(terminal: Terminal, { from, to, timeZone }: Shown, summary: UsageSummary): void {
  const { gaps, total, completeThrough } = summary;
  terminal.note(`${from === to ? from : `${from} to ${to}`}, ${timeZone}.`);
  for (const gap of gaps) terminal.note(printable(describeGap(gap, timeZone)));
  if (total.unpricedRequests > 0) terminal.note(unpricedNote(total.unpricedRequests));
  terminal.note(
    completeThrough
      ? `Complete through ${momentIn(completeThrough, timeZone)}.`
      : 'Not every gateway has been read yet: more may come.',
  );
}

const unpricedNote = (count: number): string =>
  count === 1
    ? 'The cost leaves out a request of which no price is known.'
    : `The cost leaves out ${formatCount(count)} requests of which no price is known.`;

import type { UsageFigures, UsageGroup, UsageRow } from './index.ts';

const columns: Record<keyof UsageFigures, string> = {
  requests: 'requests',
  failedRequests: 'failed_requests',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
  cacheReadTokens: 'cache_read_tokens',
  cacheWriteTokens: 'cache_write_tokens',
  totalTokens: 'total_tokens',
  costUsd: 'cost_usd',
  unpricedRequests: 'unpriced_requests',
};
const fields = Object.keys(columns) as (keyof UsageFigures)[];

const withIds: readonly UsageGroup[] = ['person', 'team', 'client-key', 'gateway'];

/** Exact numbers, one line for each row and no total: a sum over the file counts everything once. */
export function usageCsv(groupBy: UsageGroup, rows: readonly UsageRow[]): string {
  const hasIds = withIds.includes(groupBy);
  const name = groupBy.replaceAll('-', '_');
  const head = [name, ...(hasIds ? [`${name}_id`] : []), ...fields.map((field) => columns[field])];
  const lines = rows.map(({ key, label, figures }) => [
    ...(hasIds ? [textCell(label), textCell(key ?? '')] : [textCell(key ?? label)]),
    ...fields.map((field) => String(figures[field])),
  ]);
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula gets an apostrophe in front: names come from anybody. */
function textCell(text: string): string {
  const plain = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

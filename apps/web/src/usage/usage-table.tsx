'use client';

import { costText, formatCount, type UsageFigures, type UsageGroup, type UsageRow } from '@gatehouse/contracts/usage';
import { ShownRows } from '../gateways/shown-rows.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { dayLabel, hourLabel } from './bars.ts';
import { dollars } from './measures.ts';
import { groupLabels } from './usage-controls.tsx';

const numeric = 'text-right tabular-nums whitespace-nowrap';
const count = (header: string, name: keyof Omit<UsageFigures, 'costUsd'>, isDesktopOnly = false): Column<UsageRow> => ({
  header,
  isDesktopOnly,
  className: numeric,
  cell: ({ figures }) => formatCount(figures[name]),
});

const amounts: Column<UsageRow>[] = [
  count('Requests', 'requests'),
  count('Failed', 'failedRequests', true),
  count('Input', 'inputTokens'),
  count('From cache', 'cacheReadTokens', true),
  count('Output', 'outputTokens'),
  count('All tokens', 'totalTokens'),
  { header: 'Cost', className: numeric, cell: ({ figures }) => dollars(costText(figures)) },
];

type UsageTableProps = {
  rows: readonly UsageRow[];
  groupBy: UsageGroup;
  timeZone: string;
  /** Narrows the page down to one row. */
  onOpen: ((key: string) => void) | undefined;
};

export function UsageTable({ rows, groupBy, timeZone, onOpen }: UsageTableProps) {
  // The newest first; a day or an hour without anything says nothing.
  const isTime = groupBy === 'day' || groupBy === 'hour';
  const used = rows.filter(({ figures }) => figures.requests > 0 || figures.totalTokens > 0);
  const title: Column<UsageRow> = {
    header: groupLabels[groupBy],
    role: 'title',
    className: '[overflow-wrap:anywhere]',
    cell: ({ key, label }) =>
      onOpen && key !== null ? (
        <button
          type="button"
          title="Show only this"
          onClick={() => onOpen(key)}
          className="text-left font-medium underline-offset-2 hover:text-accent-text hover:underline"
        >
          {label}
        </button>
      ) : (
        <span className="font-medium">{nameOf(groupBy, key, label, timeZone)}</span>
      ),
  };
  return (
    <Card className="overflow-x-auto">
      <ShownRows rows={isTime ? used.toReversed() : used} of={used.length} noun="rows" isCountless>
        {(shown) => (
          <DataTable
            label={`Usage by ${groupLabels[groupBy].toLowerCase()}`}
            rows={shown}
            rowKey={({ key, label }) => key ?? label}
            columns={[title, ...amounts]}
          />
        )}
      </ShownRows>
    </Card>
  );
}

function nameOf(groupBy: UsageGroup, key: string | null, label: string, timeZone: string): string {
  if (key === null) return label;
  if (groupBy === 'day') return dayLabel(key);
  return groupBy === 'hour' ? hourLabel(key, timeZone) : label;
}

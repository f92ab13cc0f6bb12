'use client';

import type { UsageFigures, UsageRow } from '@gatehouse/contracts/usage';
import type { ReactNode } from 'react';
import { cn } from '../ui/class-names.ts';
import { heightOf, type Measure, measureText, segmentsOf } from './measures.ts';
import { UsageLegend } from './usage-legend.tsx';

const shownAtMost = 10;

type UsageRankingProps = { rows: readonly UsageRow[]; measure: Measure; total: UsageFigures; choice: ReactNode };

/** What is the most, with bars that lie. */
export function UsageRanking({ rows, measure, total, choice }: UsageRankingProps) {
  const ranked = [...rows].sort((a, b) => heightOf(measure, b.figures) - heightOf(measure, a.figures));
  const highest = ranked[0] ? heightOf(measure, ranked[0].figures) : 0;
  const hidden = ranked.length - shownAtMost;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <UsageLegend measure={measure} total={total} figures={total} />
        {choice}
      </div>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
        {ranked.slice(0, shownAtMost).map((row) => (
          <li key={row.key ?? row.label} className="grid grid-cols-[minmax(0,1fr)] gap-1">
            <span className="flex items-baseline justify-between gap-3 text-xs">
              <span className="min-w-0 truncate font-medium">{row.label}</span>
              <span className="shrink-0 text-ink-muted tabular-nums">{measureText(measure, row.figures)}</span>
            </span>
            <span aria-hidden className="flex h-2.5 overflow-hidden rounded-[3px] bg-sunken">
              {segmentsOf[measure].map(({ name, fill, value }) => (
                <span
                  key={name}
                  className={cn('h-full', fill)}
                  style={{ width: `${highest > 0 ? (value(row.figures) / highest) * 100 : 0}%` }}
                />
              ))}
            </span>
          </li>
        ))}
      </ol>
      {hidden > 0 && <p className="text-xs text-ink-faint">{hidden} more in the table.</p>}
    </>
  );
}

'use client';

import type { UsageFigures } from '@gatehouse/contracts/usage';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { type Bar, labelledBars } from './bars.ts';
import { axisText, heightOf, type Measure, measureLabels, measureText, roundUp } from './measures.ts';
import { UsageBars } from './usage-bars.tsx';
import { UsageLegend } from './usage-legend.tsx';

type UsageChartProps = {
  bars: Bar[];
  noun: 'day' | 'hour';
  measure: Measure;
  total: UsageFigures;
  choice: ReactNode;
};

/** Bars over time. One of them is looked at with the pointer or the arrow keys, and read out. */
export function UsageChart({ bars, noun, measure, total, choice }: UsageChartProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const bar = chosen === null ? undefined : bars[chosen];
  const highest = Math.max(0, ...bars.map(({ figures }) => heightOf(measure, figures)));
  const top = roundUp(highest, measure !== 'cost');
  const title = bar?.label ?? (bars.length === 1 ? (bars[0]?.label ?? '') : `${bars.length} ${noun}s`);
  const figures = bar?.figures ?? total;
  const unit = measure === 'cost' ? '' : ` ${measureLabels[measure].toLowerCase()}`;

  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * bars.length);
    setChosen(Math.min(bars.length - 1, Math.max(0, index)));
  };
  const step = (event: KeyboardEvent) => {
    const next = stepped(event.key, chosen, bars.length);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
  };

  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 className="text-base font-semibold tabular-nums">
            {measureText(measure, figures)}
            <span className="text-sm font-normal text-ink-muted">
              {unit}, {title}
            </span>
          </h2>
          {measure !== 'cost' && <UsageLegend measure={measure} total={total} figures={figures} />}
        </div>
        {choice}
      </div>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div aria-hidden className="flex h-48 flex-col justify-between text-right text-2xs text-ink-faint tabular-nums">
          {[top, top / 2, 0].map((value) => (
            <span key={value} className="-my-2">
              {value === 0 ? '0' : axisText(measure, value)}
            </span>
          ))}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${measureLabels[measure]} by ${noun}; the table below has the same numbers`}
          aria-valuemin={1}
          aria-valuemax={bars.length}
          aria-valuenow={(chosen ?? bars.length - 1) + 1}
          aria-valuetext={`${title}: ${measureText(measure, figures)}${unit}`}
          onPointerMove={follow}
          onPointerDown={follow}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
          onKeyDown={step}
          className="h-48 rounded-[3px]"
        >
          <UsageBars bars={bars} measure={measure} top={top} chosen={chosen} />
        </div>
        <Labels bars={bars} />
      </div>
    </>
  );
}

/** Where a key leads: undefined for one that means nothing here. */
function stepped(key: string, chosen: number | null, count: number): number | null | undefined {
  if (key === 'Escape') return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, (chosen ?? count) - 1);
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(count - 1, (chosen ?? -1) + 1);
  return undefined;
}

const mostLabels = 7;

function Labels({ bars }: { bars: Bar[] }) {
  return (
    <div aria-hidden className="relative col-start-2 mt-1.5 h-4 text-2xs text-ink-faint tabular-nums">
      {labelledBars(bars.length, mostLabels).map((index) => (
        <span
          key={bars[index]?.key}
          className="absolute -translate-x-1/2 whitespace-nowrap odd:max-sm:hidden"
          style={{ left: `${((index + 0.5) / bars.length) * 100}%` }}
        >
          {bars[index]?.shortLabel}
        </span>
      ))}
    </div>
  );
}

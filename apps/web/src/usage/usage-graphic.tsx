'use client';

import type { UsageSummary, UsageSummaryInput } from '@gatehouse/contracts/usage';
import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';
import { dayBars, hourBars } from './bars.ts';
import { type Measure, measureLabels, measures } from './measures.ts';
import { UsageChart } from './usage-chart.tsx';
import { UsageRanking } from './usage-ranking.tsx';

const measureOptions = measures.map((value) => ({ value, label: measureLabels[value] }));

type UsageGraphicProps = { input: UsageSummaryInput; summary: UsageSummary };

/** The same numbers as in the table, to be seen at once: over time, or what is the most. */
export function UsageGraphic({ input, summary }: UsageGraphicProps) {
  const [measure, setMeasure] = useState<Measure>('tokens');
  const { from, to, timeZone = 'UTC', groupBy = 'day' } = input;
  const choice = (
    <SegmentedChoice label="What is shown" value={measure} options={measureOptions} onChange={setMeasure} />
  );
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      {groupBy === 'day' || groupBy === 'hour' ? (
        <UsageChart
          bars={groupBy === 'day' ? dayBars(summary.rows) : hourBars(summary.rows, timeZone, from === to)}
          noun={groupBy}
          measure={measure}
          total={summary.total}
          choice={choice}
        />
      ) : (
        <UsageRanking rows={summary.rows} measure={measure} total={summary.total} choice={choice} />
      )}
    </Card>
  );
}

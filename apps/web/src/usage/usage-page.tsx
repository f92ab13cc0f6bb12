'use client';

import type { UsageSummaryInput } from '@gatehouse/contracts/usage';
import { Download } from 'lucide-react';
import { type Answers, api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Card } from '../ui/card.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { downloadCsv } from './download-csv.ts';
import { NoUsage } from './no-usage.tsx';
import { UsageControls } from './usage-controls.tsx';
import { UsageFilters } from './usage-filters.tsx';
import { UsageGraphic } from './usage-graphic.tsx';
import { UsageNotes } from './usage-notes.tsx';
import { UsageTable } from './usage-table.tsx';
import { UsageTotals } from './usage-totals.tsx';
import { filterOfGroup, filterParams, inputFor } from './usage-view.ts';
import { useBrowserClock } from './use-browser-clock.ts';
import { type ParamChanges, useUsageView } from './use-usage-view.ts';

/** Nobody announces single requests, so the numbers are asked for again. */
const refreshMs = 60_000;
const nothing = { from: '2000-01-01', to: '2000-01-01' };

export function UsagePage() {
  const clock = useBrowserClock();
  const [view, change] = useUsageView();
  const asked = clock && inputFor(view, clock);
  const input = asked?.ok ? asked.input : null;
  const query = api.usage.summary.useQuery(input ?? nothing, { enabled: input !== null, refetchInterval: refreshMs });
  return (
    <>
      <PageHeader
        title="Usage"
        description="What was asked of the gateways with client keys, and what it cost. What a gateway tries again counts again."
        actions={
          <Button
            disabled={!input || !query.data || query.data.rows.length === 0}
            onClick={() => input && query.data && downloadCsv(input, query.data.rows)}
          >
            <Download aria-hidden /> Download CSV
          </Button>
        }
      />
      <div className="grid gap-3">
        <UsageControls view={view} clock={clock} onChange={change} />
        <UsageFilters view={view} onChange={change} />
      </div>
      {asked?.ok === false && <Callout tone="bad">{asked.problem}</Callout>}
      {input && query.data && <Summary input={input} summary={query.data} onChange={change} />}
      {asked?.ok !== false && !query.data && (
        <Card>
          {query.error ? <QueryProblem error={query.error} onRetry={() => query.refetch()} /> : <SkeletonRows />}
        </Card>
      )}
    </>
  );
}

type SummaryProps = {
  input: UsageSummaryInput;
  summary: Answers['usage']['summary'];
  onChange: (changes: ParamChanges, how: 'push') => void;
};

function Summary({ input, summary, onChange }: SummaryProps) {
  const { groupBy = 'day', scope = 'own', timeZone = 'UTC' } = input;
  const filter = filterOfGroup[groupBy];
  const isEmpty = summary.total.requests === 0 && summary.total.totalTokens === 0;
  return (
    <>
      <UsageNotes summary={summary} timeZone={timeZone} />
      {isEmpty ? (
        <NoUsage scope={scope} />
      ) : (
        <>
          <UsageTotals total={summary.total} />
          <UsageGraphic key={groupBy} input={input} summary={summary} />
          <UsageTable
            rows={summary.rows}
            groupBy={groupBy}
            timeZone={timeZone}
            onOpen={filter && ((key) => onChange({ [filterParams[filter]]: key, by: 'day' }, 'push'))}
          />
        </>
      )}
    </>
  );
}

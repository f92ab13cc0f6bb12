'use client';

import { Boxes, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { filterModels, type ModelFilter } from './filter-models.ts';
import { ModelFilterBar } from './model-filter-bar.tsx';
import { ModelTable } from './model-table.tsx';

export function ModelsPage() {
  const query = api.models.list.useQuery({});
  return (
    <>
      <PageHeader
        title="Models"
        description="What the gateway offers now, through everybody’s provider keys together."
      />
      {query.data ? (
        <Catalogue catalogue={query.data} />
      ) : (
        <Card>
          {query.error ? <QueryProblem error={query.error} onRetry={() => query.refetch()} /> : <SkeletonRows />}
        </Card>
      )}
    </>
  );
}

function Catalogue({ catalogue }: { catalogue: Answers['models']['list'] }) {
  const { models, asOf, isStale } = catalogue;
  const [filter, setFilter] = useState<ModelFilter>({ text: '', ownedBy: '', gatewayId: '' });
  const shown = useMemo(() => filterModels(models, filter), [models, filter]);
  if (models.length === 0) return <NoModels isStale={isStale} />;
  return (
    <>
      {isStale && (
        <Callout tone="warn" title="The gateway does not answer at the moment">
          This is what it offered <TimeAgo at={asOf} fallback="at some time" />.
        </Callout>
      )}
      <ModelFilterBar models={models} filter={filter} onChange={setFilter} />
      <Card>
        {shown.length > 0 ? (
          <ModelTable models={shown} hasSeveralGateways={new Set(models.map((model) => model.gatewayId)).size > 1} />
        ) : (
          <EmptyState icon={SearchX} title="No model matches">
            Try fewer words, or another owner.
          </EmptyState>
        )}
      </Card>
      <p className="text-xs text-ink-faint">
        {shown.length === models.length ? `${models.length} models` : `${shown.length} of ${models.length} models`}
        {asOf && (
          <>
            , read <TimeAgo at={asOf} />
          </>
        )}
        . Limits and prices as publicly known on {catalogue.metadata.date}.
      </p>
    </>
  );
}

function NoModels({ isStale }: { isStale: boolean }) {
  return (
    <Card>
      <EmptyState
        icon={Boxes}
        title={isStale ? 'The gateway has not answered yet' : 'The gateway offers no model yet'}
        action={
          <Button asChild>
            <Link href="/provider-keys">Contribute a provider key</Link>
          </Button>
        }
      >
        {isStale
          ? 'Its models appear here as soon as it does.'
          : 'Models come with provider keys. Contribute one, and what it offers appears here by itself.'}
      </EmptyState>
    </Card>
  );
}

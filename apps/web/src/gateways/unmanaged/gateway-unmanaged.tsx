'use client';

import { Import, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { QueryList } from '../../forms/query-list.tsx';
import { QueryProblem } from '../../forms/query-problem.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { AdoptDialog } from './adopt-dialog.tsx';
import { isAdoptable } from './unmanaged-facts.ts';
import { UnmanagedList } from './unmanaged-list.tsx';

export type Unmanaged = Answers['gateways']['unmanaged'][number];

/** What stands at the gateway and is of nobody here. */
export function GatewayUnmanaged({ gatewayId }: { gatewayId: string }) {
  const viewer = useViewer();
  const query = api.gateways.unmanaged.useQuery({ id: gatewayId });
  const [adopting, setAdopting] = useState<{ entries: Unmanaged[]; isImport: boolean } | null>(null);
  const importable = (query.data ?? []).filter((entry) => isAdoptable(entry) && !entry.isIgnored);
  return (
    <Card>
      <CardHeader
        title="Not ours"
        description="What others put at this gateway. Gatehouse leaves it as it is; adopting gives it an owner here."
        actions={
          <>
            <RefreshButton isBusy={query.isFetching} onRefresh={() => query.refetch()} />
            {viewer.can('gateways:adopt') && importable.length > 0 && (
              <Button
                variant="primary"
                onClick={() => setAdopting({ entries: (query.data ?? []).filter(isNoticed), isImport: true })}
              >
                <Import aria-hidden /> Import all
              </Button>
            )}
          </>
        }
      />
      <div className="border-t border-line">
        {query.data && query.error && <QueryProblem error={query.error} onRetry={() => query.refetch()} />}
        <QueryList query={query} empty={<NothingElse />}>
          {(entries) => (
            <UnmanagedList
              gatewayId={gatewayId}
              entries={entries}
              onAdopt={(chosen) => setAdopting({ entries: chosen, isImport: false })}
            />
          )}
        </QueryList>
      </div>
      <AdoptDialog gatewayId={gatewayId} request={adopting} onClose={() => setAdopting(null)} />
    </Card>
  );
}

const isNoticed = (entry: Unmanaged): boolean => !entry.isIgnored;

function RefreshButton({ isBusy, onRefresh }: { isBusy: boolean; onRefresh: () => void }): ReactNode {
  return (
    <Button onClick={onRefresh} isBusy={isBusy}>
      {!isBusy && <RefreshCw aria-hidden />} Refresh
    </Button>
  );
}

function NothingElse() {
  return (
    <EmptyState icon={Import} title="Everything here is Gatehouse’s">
      Nobody else has put a key or a provider at this gateway.
    </EmptyState>
  );
}

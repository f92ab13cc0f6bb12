'use client';

import { ShieldCheck } from 'lucide-react';
import { type Answers, api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { QueryList } from '../../forms/query-list.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EventLine } from './event-line.tsx';
import { eventPageSize, useOlderEvents } from './use-older-events.ts';

type Event = Answers['gateways']['events'][number];

export function GatewayHistory({ gatewayId }: { gatewayId: string }) {
  const query = api.gateways.events.useQuery({ id: gatewayId, limit: eventPageSize });
  return (
    <Card>
      <CardHeader
        title="History"
        description="What happened at this gateway without Gatehouse, and what became of it. Newest first, kept for 90 days."
      />
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState icon={ShieldCheck} title="Nothing has happened">
              Nobody has changed Gatehouse’s entries here, and the gateway has answered all the time.
            </EmptyState>
          }
        >
          {(newest) => <Events gatewayId={gatewayId} newest={newest} />}
        </QueryList>
      </div>
    </Card>
  );
}

function Events({ gatewayId, newest }: { gatewayId: string; newest: Event[] }) {
  const { events, loadMore, isLoading, hasMore, problem } = useOlderEvents(gatewayId, newest);
  return (
    <>
      <ol className="px-4 py-4">
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
      <footer className="grid gap-3 border-t border-line px-4 py-2.5">
        <FormProblem problem={problem} />
        <div className="flex items-center justify-between gap-3 text-xs text-ink-muted">
          <span>{events.length === 1 ? '1 event' : `${events.length} events`}</span>
          {hasMore && (
            <Button size="sm" onClick={loadMore} isBusy={isLoading}>
              Load more
            </Button>
          )}
        </div>
      </footer>
    </>
  );
}

'use client';

import { ListChecks } from 'lucide-react';
import { type Answers, api } from '../api/client.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { EntryProblem } from '../entries/entry-problem.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { resourceLabels } from '../messages/en.ts';
import { Card, CardHeader } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

type Row = Answers['gateways']['entries'][number];

export function GatewayEntries({ gatewayId }: { gatewayId: string }) {
  const query = api.gateways.entries.useQuery({ id: gatewayId });
  return (
    <Card>
      <CardHeader title="Entries" description="What Gatehouse wants at this gateway, and how it stands." />
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState icon={ListChecks} title="Nothing yet">
              Contributed keys and created client keys appear here.
            </EmptyState>
          }
        >
          {(rows) => (
            <DataTable
              label="Entries"
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              note={(row) =>
                row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
              }
            />
          )}
        </QueryList>
      </div>
    </Card>
  );
}

const columns: Column<Row>[] = [
  { header: 'Entry', role: 'title', cell: (row) => <span className="font-medium">{row.label}</span> },
  { header: 'Kind', cell: (row) => resourceLabels[row.resource] },
  { header: 'Owner', cell: (row) => row.ownerName ?? <span className="text-ink-faint">Gatehouse</span> },
  { header: 'State', cell: (row) => <EntryBadge state={row.state} /> },
  { header: 'Confirmed', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.state.appliedAt} /> },
];

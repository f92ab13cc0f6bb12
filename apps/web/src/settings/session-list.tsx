'use client';

import { MonitorSmartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { describeUserAgent } from './user-agent.ts';

type Row = Answers['sessions']['list'][number];

export function SessionList() {
  const query = api.sessions.list.useQuery();
  const revoke = api.sessions.revoke.useMutation();
  const utils = api.useUtils();
  const [ended, setEnded] = useState<Row | null>(null);
  return (
    <Card>
      <CardHeader title="Sessions" description="Browsers that are signed in as you." />
      <div className="border-t border-line">
        <QueryList query={query} empty={<EmptyState icon={MonitorSmartphone} title="No session" />}>
          {(rows) => (
            <DataTable
              label="Sessions"
              rows={rows}
              rowKey={(row) => row.id}
              columns={columnsFor((row) =>
                row.isCurrent ? null : (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`End session: ${describeUserAgent(row.userAgent)}`}
                    onClick={() => setEnded(row)}
                  >
                    End
                  </Button>
                ),
              )}
            />
          )}
        </QueryList>
      </div>
      <RemoveEntryDialog
        entry={ended}
        title="End session"
        confirmLabel="End session"
        onClose={() => setEnded(null)}
        onRemove={async ({ id }) => {
          await revoke.mutateAsync({ id });
          await utils.sessions.list.invalidate();
        }}
      >
        That browser has to sign in again.
      </RemoveEntryDialog>
    </Card>
  );
}

const columnsFor = (actions: (row: Row) => ReactNode): Column<Row>[] => [
  {
    header: 'Browser',
    role: 'title',
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-2 font-medium" title={row.userAgent ?? undefined}>
        {describeUserAgent(row.userAgent)} {row.isCurrent && <Badge tone="accent">This one</Badge>}
      </span>
    ),
  },
  { header: 'Signed in', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
  { header: 'Ends', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.expiresAt} /> },
  { header: 'Actions', role: 'actions', className: 'w-20 text-right', cell: actions },
];

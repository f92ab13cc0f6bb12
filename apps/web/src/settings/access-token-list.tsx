'use client';

import { SquareTerminal } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

type Row = Answers['accessTokens']['list'][number];

export function AccessTokenList() {
  const query = api.accessTokens.list.useQuery();
  const revoke = api.accessTokens.revoke.useMutation();
  const utils = api.useUtils();
  const [revoked, setRevoked] = useState<Row | null>(null);
  return (
    <Card>
      <CardHeader title="Access tokens" description="Laptops and tools that are logged in as you." />
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState
              icon={SquareTerminal}
              title="No laptop is connected"
              action={
                <Button asChild>
                  <Link href="/sync">Connect a laptop</Link>
                </Button>
              }
            >
              Each <code>gatehouse login</code> appears here and can be revoked alone.
            </EmptyState>
          }
        >
          {(rows) => (
            <DataTable
              label="Access tokens"
              rows={rows}
              rowKey={(row) => row.id}
              columns={columnsFor((row) => (
                <Button size="sm" variant="ghost" aria-label={`Revoke ${row.name}`} onClick={() => setRevoked(row)}>
                  Revoke
                </Button>
              ))}
            />
          )}
        </QueryList>
      </div>
      <RemoveEntryDialog
        entry={revoked}
        title="Revoke access token"
        confirmLabel="Revoke token"
        onClose={() => setRevoked(null)}
        onRemove={async ({ id }) => {
          await revoke.mutateAsync({ id });
          await utils.accessTokens.list.invalidate();
        }}
      >
        <strong className="font-medium text-ink">{revoked?.name}</strong> has to log in again. The client key that it
        wrote into its configuration keeps working until you revoke that too.
      </RemoveEntryDialog>
    </Card>
  );
}

const kinds: Record<Row['kind'], string> = { cli: 'Command line', sync: 'Sync only', service: 'Service' };

const columnsFor = (actions: (row: Row) => ReactNode): Column<Row>[] => [
  {
    header: 'Name',
    role: 'title',
    cell: (row) => <NamedCell name={row.name} detail={`${row.prefix}…${row.lastFour}`} />,
  },
  { header: 'Kind', cell: (row) => kinds[row.kind] },
  { header: 'Created', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
  { header: 'Last used', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.lastUsedAt} /> },
  { header: 'Expires', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.expiresAt} /> },
  { header: 'Actions', role: 'actions', className: 'w-24 text-right', cell: actions },
];

'use client';

import { Ban } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { EntryProblem } from '../entries/entry-problem.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import type { OwnerScope } from '../entries/owner-tabs.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

type Row = Answers['clientKeys']['list'][number];

export function ClientKeyTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const viewer = useViewer();
  const [revoked, setRevoked] = useState<Row | null>(null);
  const revoke = api.clientKeys.revoke.useMutation();
  const utils = api.useUtils();
  const mayRevoke = (row: Row) =>
    row.revokedAt === null && viewer.can(row.owner?.id === viewer.id ? 'client-keys:revoke-own' : 'client-keys:revoke');

  return (
    <>
      <DataTable
        label="Client keys"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) =>
          mayRevoke(row) ? (
            <Button size="sm" variant="ghost" aria-label={`Revoke ${row.name}`} onClick={() => setRevoked(row)}>
              <Ban aria-hidden /> Revoke
            </Button>
          ) : null,
        )}
      />
      <RemoveEntryDialog
        entry={revoked}
        title="Revoke client key"
        confirmLabel="Revoke key"
        onClose={() => setRevoked(null)}
        onRemove={async ({ id }) => {
          await revoke.mutateAsync({ id });
          await utils.clientKeys.list.invalidate();
          await utils.bundles.invalidate();
        }}
      >
        Whatever uses <strong className="font-medium text-ink">{revoked?.name}</strong> ({revoked?.masked}) is refused
        by the gateway from then on. This cannot be undone.
      </RemoveEntryDialog>
    </>
  );
}

function columnsFor(scope: OwnerScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.name} detail={row.masked} /> },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    { header: 'State', cell: (row) => <EntryBadge state={row.state} absentLabel="Revoked" /> },
    { header: 'Created', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-28 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

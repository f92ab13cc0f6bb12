'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
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
import { providerLabels } from './provider-labels.ts';

type Row = Answers['providerKeys']['list'][number];

export function ProviderKeyTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const viewer = useViewer();
  const [removed, setRemoved] = useState<Row | null>(null);
  const remove = api.providerKeys.remove.useMutation();
  const utils = api.useUtils();
  const mayRemove = (row: Row) =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? 'provider-keys:remove-own' : 'provider-keys:remove');

  return (
    <>
      <DataTable
        label="Provider keys"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) =>
          mayRemove(row) ? (
            <Button variant="ghost" size="icon" aria-label={`Remove ${row.name}`} onClick={() => setRemoved(row)}>
              <Trash2 aria-hidden />
            </Button>
          ) : null,
        )}
      />
      <RemoveEntryDialog
        entry={removed}
        title="Remove provider key"
        confirmLabel="Remove key"
        onClose={() => setRemoved(null)}
        onRemove={async ({ id }) => {
          await remove.mutateAsync({ id });
          await utils.providerKeys.list.invalidate();
        }}
      >
        The gateway stops using <strong className="font-medium text-ink">{removed?.name}</strong> ({removed?.masked}).
        Models that only this key offers disappear for everybody.
      </RemoveEntryDialog>
    </>
  );
}

function columnsFor(scope: OwnerScope, actions: (row: Row) => React.ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.name} detail={row.masked} /> },
    { header: 'Provider', cell: (row) => providerLabels[row.provider] },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    { header: 'State', cell: (row) => <EntryBadge state={row.state} /> },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

'use client';

import { History, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { QueryList } from '../../forms/query-list.tsx';
import { resourcePlurals, snapshotReasons } from '../../messages/gateway-upkeep.ts';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ShownRows } from '../shown-rows.tsx';
import { UndoDialog } from './undo-dialog.tsx';

export type Snapshot = Answers['gateways']['snapshots'][number];

export function GatewaySnapshots({ gatewayId }: { gatewayId: string }) {
  const query = api.gateways.snapshots.useQuery({ id: gatewayId });
  const canUndo = useViewer().can('gateways:update');
  const [chosen, setChosen] = useState<Snapshot | null>(null);
  const undo: Column<Snapshot> = {
    header: 'Actions',
    role: 'actions',
    className: 'w-24 text-right',
    cell: (row) => (
      <Button size="sm" onClick={() => setChosen(row)} aria-label={`Undo to the snapshot of ${nameOf(row)}`}>
        <Undo2 aria-hidden /> Undo
      </Button>
    ),
  };
  return (
    <Card>
      <CardHeader
        title="Snapshots"
        description="How the gateway’s lists were right before Gatehouse wrote to them: the last 20 of each list, kept encrypted."
      />
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState icon={History} title="No snapshot yet">
              One is taken whenever Gatehouse is about to write to a list of this gateway.
            </EmptyState>
          }
        >
          {(rows) => (
            <ShownRows rows={rows} of={rows.length} noun="snapshots">
              {(page) => (
                <DataTable
                  label="Snapshots"
                  rows={page}
                  rowKey={(row) => row.id}
                  columns={canUndo ? [...columns, undo] : columns}
                />
              )}
            </ShownRows>
          )}
        </QueryList>
      </div>
      <UndoDialog gatewayId={gatewayId} snapshot={chosen} onClose={() => setChosen(null)} />
    </Card>
  );
}

const nameOf = (row: Snapshot): string =>
  `${resourcePlurals[row.resource].toLowerCase()}, ${row.takenAt.toISOString()}`;

const columns: Column<Snapshot>[] = [
  {
    header: 'List',
    role: 'title',
    cell: (row) => <span className="font-medium">{resourcePlurals[row.resource]}</span>,
  },
  { header: 'Taken', cell: (row) => <TimeAgo at={row.takenAt} /> },
  { header: 'Why', cell: (row) => snapshotReasons[row.reason] },
  { header: 'Entries', className: 'tabular-nums', cell: (row) => row.entryCount },
  { header: 'Not ours', className: 'tabular-nums', cell: (row) => row.strangerCount },
];

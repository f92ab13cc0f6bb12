'use client';

import type { ReactNode } from 'react';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { type EntryAction, EntryActions } from '../entries/entry-actions.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { EntryProblem } from '../entries/entry-problem.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import type { OwnerScope } from '../entries/owner-tabs.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { explain } from '../messages/explain.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { EditKeyForm } from './edit-key-form.tsx';
import { providerLabels } from './provider-labels.ts';

type Row = Answers['providerKeys']['list'][number];

export function ProviderKeyTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const [removed, setRemoved] = useState<Row | null>(null);
  const [edited, setEdited] = useState<Row | null>(null);
  const remove = api.providerKeys.remove.useMutation();
  const utils = api.useUtils();
  const switchKey = useSwitch();
  const mayDo = useReach();
  const choose = (row: Row, action: EntryAction) => {
    if (action === 'edit') setEdited(row);
    else if (action === 'remove') setRemoved(row);
    else void switchKey(row);
  };

  return (
    <>
      <DataTable
        label="Provider keys"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) => (
          <EntryActions
            name={row.name}
            isDisabled={row.isDisabled}
            canUpdate={mayDo(row, 'update')}
            canRemove={mayDo(row, 'remove')}
            onChoose={(action) => choose(row, action)}
          />
        ))}
      />
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={`Edit ${edited?.name ?? 'key'}`}
        description={edited ? `${providerLabels[edited.provider]} · ${edited.masked}` : undefined}
      >
        {edited && <EditKeyForm key={edited.id} providerKey={edited} onDone={() => setEdited(null)} />}
      </Dialog>
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

function useReach() {
  const viewer = useViewer();
  return (row: Row, verb: 'update' | 'remove'): boolean =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? `provider-keys:${verb}-own` : `provider-keys:${verb}`);
}

function useSwitch() {
  const update = api.providerKeys.update.useMutation();
  const utils = api.useUtils();
  return async ({ id, version, name, isDisabled }: Row) => {
    try {
      await update.mutateAsync({ id, version, isDisabled: !isDisabled });
      toast.success(`${name} is being switched ${isDisabled ? 'on' : 'off'}.`);
    } catch (error) {
      toast.error(explain(error).text);
    }
    await utils.providerKeys.list.invalidate();
  };
}

function columnsFor(scope: OwnerScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.name} detail={row.masked} /> },
    { header: 'Provider', cell: (row) => providerLabels[row.provider] },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    {
      header: 'State',
      cell: (row) => (
        <span className="flex flex-wrap gap-1.5">
          <EntryBadge state={row.state} />
          {row.isDisabled && <Badge>Off</Badge>}
        </span>
      ),
    },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

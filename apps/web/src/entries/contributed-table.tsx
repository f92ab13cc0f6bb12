'use client';

import type { EntryState } from '@gatehouse/contracts/gateways';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { explain } from '../messages/explain.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { type EntryAction, EntryActions } from './entry-actions.tsx';
import { EntryBadge } from './entry-badge.tsx';
import { EntryProblem } from './entry-problem.tsx';
import { RemoveEntryDialog } from './remove-entry-dialog.tsx';

type Contributed = {
  id: string;
  owner: { id: string; name: string | null } | null;
  gatewayName: string;
  state: EntryState;
  isDisabled: boolean;
  createdAt: Date;
};

type EditDialog = { title: string; description: string; size?: 'lg'; form: ReactNode };

type ContributedTableProps<Row> = {
  label: string;
  /** Whose permissions say what the viewer may do. */
  resource: 'provider-keys' | 'provider-accounts' | 'custom-providers';
  rows: Row[];
  hasOwners: boolean;
  nameOf: (row: Row) => string;
  title: (row: Row) => ReactNode;
  /** Between name and gateway. */
  columns: Column<Row>[];
  /** Beside the state. */
  badges?: (row: Row) => ReactNode;
  canEdit?: boolean;
  editing: (row: Row, close: () => void) => EditDialog;
  removal: { title: string; confirmLabel: string; text: (row: Row) => ReactNode };
  onSwitch: (row: Row) => Promise<unknown>;
  onRemove: (row: Row) => Promise<unknown>;
  onChanged: () => Promise<unknown>;
};

/** What people contributed, with how each stands at its gateway, and what the viewer may do to it. */
export function ContributedTable<Row extends Contributed>(props: ContributedTableProps<Row>) {
  const { label, rows, nameOf, editing, removal, canEdit = true } = props;
  const [edited, setEdited] = useState<Row | null>(null);
  const [removed, setRemoved] = useState<Row | null>(null);
  const mayDo = useReach(props.resource);
  const choose = (row: Row, action: EntryAction) => {
    if (action === 'edit') setEdited(row);
    else if (action === 'remove') setRemoved(row);
    else void switchRow(row, props);
  };
  const actions = (row: Row) => (
    <EntryActions
      name={nameOf(row)}
      isDisabled={row.isDisabled}
      canUpdate={canEdit && mayDo(row, 'update')}
      canRemove={mayDo(row, 'remove')}
      onChoose={(action) => choose(row, action)}
    />
  );
  const dialog = edited && editing(edited, () => setEdited(null));
  return (
    <>
      <DataTable
        label={label}
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsOf(props, actions)}
      />
      <Dialog
        isOpen={dialog !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={dialog?.title}
        description={dialog?.description}
        {...(dialog?.size ? { size: dialog.size } : {})}
      >
        {dialog?.form}
      </Dialog>
      <RemoveEntryDialog
        entry={removed}
        title={removal.title}
        confirmLabel={removal.confirmLabel}
        onClose={() => setRemoved(null)}
        onRemove={async (row) => {
          await props.onRemove(row);
          await props.onChanged();
        }}
      >
        {removed && removal.text(removed)}
      </RemoveEntryDialog>
    </>
  );
}

function useReach(resource: ContributedTableProps<Contributed>['resource']) {
  const viewer = useViewer();
  return (row: Contributed, verb: 'update' | 'remove'): boolean =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? `${resource}:${verb}-own` : `${resource}:${verb}`);
}

type Switching<Row> = Pick<ContributedTableProps<Row>, 'nameOf' | 'onSwitch' | 'onChanged'>;

async function switchRow<Row extends Contributed>(row: Row, { nameOf, onSwitch, onChanged }: Switching<Row>) {
  try {
    await onSwitch(row);
    toast.success(`${nameOf(row)} is being switched ${row.isDisabled ? 'on' : 'off'}.`);
  } catch (error) {
    toast.error(explain(error).text);
  }
  await onChanged();
}

function columnsOf<Row extends Contributed>(
  { title, columns, hasOwners, badges }: ContributedTableProps<Row>,
  actions: (row: Row) => ReactNode,
): Column<Row>[] {
  return [
    { header: 'Name', role: 'title', cell: title },
    ...(hasOwners ? [{ header: 'Owner', cell: (row: Row) => row.owner?.name ?? 'nobody' }] : []),
    ...columns,
    { header: 'Gateway', cell: (row) => row.gatewayName },
    {
      header: 'State',
      cell: (row) => (
        <span className="flex flex-wrap gap-1.5">
          <EntryBadge state={row.state} />
          {row.isDisabled && <Badge>Off</Badge>}
          {badges?.(row)}
        </span>
      ),
    },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
}

'use client';

import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { EntryActions } from '../entries/entry-actions.tsx';
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
import { accountLabels } from './account-labels.ts';
import { EditAccountForm } from './edit-account-form.tsx';

type Row = Answers['providerAccounts']['list'][number];

export function AccountTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const [removed, setRemoved] = useState<Row | null>(null);
  const [edited, setEdited] = useState<Row | null>(null);
  const remove = api.providerAccounts.remove.useMutation();
  const utils = api.useUtils();
  const switchAccount = useSwitch();
  const mayDo = useReach();
  return (
    <>
      <DataTable
        label="Accounts"
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
            onChoose={(action) => {
              if (action === 'edit') setEdited(row);
              else if (action === 'remove') setRemoved(row);
              else void switchAccount(row);
            }}
          />
        ))}
      />
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title="Edit account"
        description={edited ? `${accountLabels[edited.provider]} · ${edited.gatewayName}` : undefined}
      >
        {edited && <EditAccountForm account={edited} onDone={() => setEdited(null)} />}
      </Dialog>
      <RemoveEntryDialog
        entry={removed}
        title="Remove account"
        confirmLabel="Remove account"
        onClose={() => setRemoved(null)}
        onRemove={async ({ id }) => {
          await remove.mutateAsync({ id });
          await utils.providerAccounts.list.invalidate();
        }}
      >
        The gateway deletes the credential of <strong className="font-medium text-ink">{removed?.name}</strong>. Your
        account at the provider stays as it is.
      </RemoveEntryDialog>
    </>
  );
}

function useReach() {
  const viewer = useViewer();
  return (row: Row, verb: 'update' | 'remove'): boolean =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? `provider-accounts:${verb}-own` : `provider-accounts:${verb}`);
}

function useSwitch() {
  const update = api.providerAccounts.update.useMutation();
  const utils = api.useUtils();
  return async ({ id, name, isDisabled }: Row) => {
    try {
      await update.mutateAsync({ id, isDisabled: !isDisabled });
      toast.success(`${name} is being switched ${isDisabled ? 'on' : 'off'}.`);
    } catch (error) {
      toast.error(explain(error).text);
    }
    await utils.providerAccounts.list.invalidate();
  };
}

function columnsFor(scope: OwnerScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    {
      header: 'Name',
      role: 'title',
      cell: (row) => (
        <span className="grid min-w-0 gap-px">
          <NamedCell name={row.name} />
          {row.settings.note && (
            <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{row.settings.note}</span>
          )}
        </span>
      ),
    },
    { header: 'Provider', cell: (row) => accountLabels[row.provider] },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    {
      header: 'State',
      cell: (row) => (
        <span className="flex flex-wrap gap-1.5">
          <EntryBadge state={row.state} />
          {row.isDisabled && <Badge>Off</Badge>}
          {row.health === 'error' && <Badge tone="bad">Sign in again</Badge>}
        </span>
      ),
    },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-24 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

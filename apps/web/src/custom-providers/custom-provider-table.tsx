'use client';

import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { type EntryAction, EntryActions } from '../entries/entry-actions.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { EntryProblem } from '../entries/entry-problem.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { explain } from '../messages/explain.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { EditProviderForm } from './edit-provider-form.tsx';

export type ProviderScope = 'own' | 'shared' | 'all';
type Row = Answers['customProviders']['list'][number];

export function CustomProviderTable({ rows, scope }: { rows: Row[]; scope: ProviderScope }) {
  const [edited, setEdited] = useState<Row | null>(null);
  const [removed, setRemoved] = useState<Row | null>(null);
  const remove = api.customProviders.remove.useMutation();
  const utils = api.useUtils();
  const switchProvider = useSwitch();
  const mayDo = useReach();
  const choose = (row: Row, action: EntryAction) => {
    if (action === 'edit') setEdited(row);
    else if (action === 'remove') setRemoved(row);
    else void switchProvider(row);
  };

  return (
    <>
      <DataTable
        label="Custom providers"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) => (
          <EntryActions
            name={row.displayName}
            isDisabled={row.isDisabled}
            // What is listed because it is shared hides its keys, so it cannot be edited from there.
            canUpdate={scope !== 'shared' && mayDo(row, 'update')}
            canRemove={mayDo(row, 'remove')}
            onChoose={(action) => choose(row, action)}
          />
        ))}
      />
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={`Edit ${edited?.displayName ?? 'provider'}`}
        description={edited ? `${edited.name} at ${edited.gatewayName}` : undefined}
        size="lg"
      >
        {edited && <EditProviderForm key={edited.id} provider={edited} onDone={() => setEdited(null)} />}
      </Dialog>
      <RemoveEntryDialog
        entry={removed}
        title="Remove custom provider"
        confirmLabel="Remove provider"
        onClose={() => setRemoved(null)}
        onRemove={async ({ id }) => {
          await remove.mutateAsync({ id });
          await utils.customProviders.list.invalidate();
        }}
      >
        The gateway stops using <strong className="font-medium text-ink">{removed?.displayName}</strong>. Its{' '}
        {removed?.models.length} models disappear for everybody.
      </RemoveEntryDialog>
    </>
  );
}

function useReach() {
  const viewer = useViewer();
  return (row: Row, verb: 'update' | 'remove'): boolean =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? `custom-providers:${verb}-own` : `custom-providers:${verb}`);
}

function useSwitch() {
  const update = api.customProviders.update.useMutation();
  const utils = api.useUtils();
  return async ({ id, version, displayName, isDisabled }: Row) => {
    try {
      await update.mutateAsync({ id, version, isDisabled: !isDisabled });
      toast.success(`${displayName} is being switched ${isDisabled ? 'on' : 'off'}.`);
    } catch (error) {
      toast.error(explain(error).text);
    }
    await utils.customProviders.list.invalidate();
  };
}

function columnsFor(scope: ProviderScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.displayName} detail={row.name} /> },
    {
      header: 'Address',
      className: 'max-w-64',
      cell: (row) => (
        <span className="grid font-mono text-xs text-ink-muted">
          <span className="[overflow-wrap:anywhere]">{row.baseUrl}</span>
          <span className="text-ink-faint">{keysOf(row)}</span>
        </span>
      ),
    },
    { header: 'Models', cell: (row) => <ModelCount models={row.models} /> },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    {
      header: 'State',
      cell: (row) => (
        <span className="flex flex-wrap gap-1.5">
          <EntryBadge state={row.state} />
          {row.isDisabled && <Badge>Off</Badge>}
          {row.group && !row.group.isEnabled && <Badge>Group off</Badge>}
          {row.isShared && scope !== 'shared' && <Badge>Shared</Badge>}
        </span>
      ),
    },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
  if (scope !== 'own') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

function keysOf({ isKeyless, masked, maskedKeys }: Row): string {
  if (isKeyless) return 'keyless';
  return maskedKeys.length > 1 ? `${masked} and ${maskedKeys.length - 1} more` : masked;
}

function ModelCount({ models }: { models: Row['models'] }) {
  const shown = models.slice(0, 12);
  return (
    <Tooltip
      text={
        <span className="grid font-mono">
          {shown.map(({ name, alias }) => (
            <span key={alias}>{name === alias ? alias : `${alias} ← ${name}`}</span>
          ))}
          {models.length > shown.length && <span>and {models.length - shown.length} more</span>}
        </span>
      }
    >
      <button
        type="button"
        className="w-fit rounded-control tabular-nums underline decoration-line-strong underline-offset-4"
      >
        {models.length}
      </button>
    </Tooltip>
  );
}

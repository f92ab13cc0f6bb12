'use client';

import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
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
import { absoluteTime } from '../ui/relative-time.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { EditClientKeyForm } from './edit-client-key-form.tsx';
import { type KeyAction, KeyActions } from './key-actions.tsx';
import { limitWords } from './key-limits.ts';

type Row = Answers['clientKeys']['list'][number];

export function ClientKeyTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const [revoked, setRevoked] = useState<Row | null>(null);
  const [edited, setEdited] = useState<Row | null>(null);
  const revoke = api.clientKeys.revoke.useMutation();
  const utils = api.useUtils();
  const block = useBlock();
  const reach = useReach();
  const choose = (row: Row, action: KeyAction) => {
    if (action === 'edit') setEdited(row);
    else if (action === 'revoke') setRevoked(row);
    else void block(row);
  };

  return (
    <>
      <DataTable
        label="Client keys"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) => (
          <KeyActions name={row.name} isBlocked={row.isBlocked} {...reach(row)} onChoose={(it) => choose(row, it)} />
        ))}
      />
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={`Edit ${edited?.name ?? 'key'}`}
        description={edited ? `${edited.gatewayName} · ${edited.masked}` : undefined}
      >
        {edited && <EditClientKeyForm key={edited.id} clientKey={edited} onDone={() => setEdited(null)} />}
      </Dialog>
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
        by the gateway from then on. This cannot be undone; blocking can.
      </RemoveEntryDialog>
    </>
  );
}

function useReach() {
  const viewer = useViewer();
  return (row: Row) => {
    const isOwn = row.owner?.id === viewer.id;
    const may = (verb: 'update' | 'revoke') =>
      row.revokedAt === null && viewer.can(isOwn ? `client-keys:${verb}-own` : `client-keys:${verb}`);
    const isHeld = row.limitsSetBy !== null && !viewer.can('client-keys:update');
    return { canUpdate: may('update'), canBlock: may('update') && !isHeld, canRevoke: may('revoke') };
  };
}

function useBlock() {
  const update = api.clientKeys.update.useMutation();
  const utils = api.useUtils();
  return async ({ id, version, name, isBlocked }: Row) => {
    try {
      await update.mutateAsync({ id, version, isBlocked: !isBlocked });
      toast.success(`${name} is being ${isBlocked ? 'unblocked' : 'blocked'}.`);
    } catch (error) {
      toast.error(explain(error).text);
    }
    await utils.clientKeys.list.invalidate();
    await utils.bundles.invalidate();
  };
}

function columnsFor(scope: OwnerScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.name} detail={detailOf(row)} /> },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    { header: 'State', cell: (row) => <State row={row} /> },
    { header: 'Limits', className: 'text-ink-muted', cell: (row) => limitWords(row).join(' · ') || 'None' },
    {
      header: 'Expires',
      className: 'text-ink-muted',
      cell: (row) => (row.expiresAt ? <Day at={row.expiresAt} /> : 'Never'),
    },
    { header: 'Created', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
}

const detailOf = ({ masked, team }: Row): string => (team ? `${masked} · ${team.name}` : masked);

/** Expiry is planned by the day; the title says the minute. */
function Day({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} title={absoluteTime(at)} suppressHydrationWarning className="whitespace-nowrap">
      {at.toISOString().slice(0, 10)}
    </time>
  );
}

/** A key that the gateway no longer has because it is blocked or over says so instead of “removed”. */
function State({ row }: { row: Row }) {
  const word = row.revokedAt ? null : row.isBlocked ? 'Blocked' : row.isExpired ? 'Expired' : null;
  const isSettled = row.state.status === 'applied';
  return (
    <span className="flex flex-wrap gap-1.5">
      {!(word && isSettled) && <EntryBadge state={row.state} absentLabel="Revoked" />}
      {word && <Badge tone="warn">{word}</Badge>}
    </span>
  );
}

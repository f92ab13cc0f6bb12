'use client';

import { Trash2 } from 'lucide-react';
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
import { Tooltip } from '../ui/tooltip.tsx';

type Row = Answers['customProviders']['list'][number];

export function CustomProviderTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const viewer = useViewer();
  const [removed, setRemoved] = useState<Row | null>(null);
  const remove = api.customProviders.remove.useMutation();
  const utils = api.useUtils();
  const mayRemove = (row: Row) =>
    row.state.desired === 'present' &&
    viewer.can(row.owner?.id === viewer.id ? 'custom-providers:remove-own' : 'custom-providers:remove');

  return (
    <>
      <DataTable
        label="Custom providers"
        rows={rows}
        rowKey={(row) => row.id}
        note={(row) =>
          row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
        }
        columns={columnsFor(scope, (row) =>
          mayRemove(row) ? (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove ${row.displayName}`}
              onClick={() => setRemoved(row)}
            >
              <Trash2 aria-hidden />
            </Button>
          ) : null,
        )}
      />
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

function columnsFor(scope: OwnerScope, actions: (row: Row) => ReactNode): Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'Name', role: 'title', cell: (row) => <NamedCell name={row.displayName} detail={row.name} /> },
    {
      header: 'Address',
      className: 'max-w-64',
      cell: (row) => (
        <span className="grid font-mono text-xs text-ink-muted">
          <span className="[overflow-wrap:anywhere]">{row.baseUrl}</span>
          <span className="text-ink-faint">{row.masked}</span>
        </span>
      ),
    },
    { header: 'Models', cell: (row) => <ModelCount models={row.models} /> },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    { header: 'State', cell: (row) => <EntryBadge state={row.state} /> },
    { header: 'Added', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
    { header: 'Actions', role: 'actions', className: 'w-12 text-right', cell: actions },
  ];
  if (scope === 'all') columns.splice(1, 0, { header: 'Owner', cell: (row) => row.owner?.name ?? 'nobody' });
  return columns;
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

'use client';

import { MailPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { roleLabels } from '../messages/en.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

type Row = Answers['invitations']['list'][number];

export function InvitationList({ canInvite, onInvite }: { canInvite: boolean; onInvite: () => void }) {
  const query = api.invitations.list.useQuery();
  const canRevoke = useViewer().can('invitations:revoke');
  const revoke = api.invitations.revoke.useMutation();
  const utils = api.useUtils();
  const [revoked, setRevoked] = useState<Row | null>(null);
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={MailPlus}
            title="No invitation has been made"
            action={canInvite && <Button onClick={onInvite}>Invite a colleague</Button>}
          >
            A link that works once lets a colleague choose their own password.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Invitations"
            rows={rows}
            rowKey={(row) => row.id}
            columns={columnsFor((row) =>
              canRevoke && row.status === 'open' ? (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Revoke the invitation of ${row.email ?? 'anyone'}`}
                  onClick={() => setRevoked(row)}
                >
                  Revoke
                </Button>
              ) : null,
            )}
          />
        )}
      </QueryList>
      <RemoveEntryDialog
        entry={revoked}
        title="Revoke invitation"
        confirmLabel="Revoke invitation"
        onClose={() => setRevoked(null)}
        onRemove={async ({ id }) => {
          await revoke.mutateAsync({ id });
          await utils.invitations.list.invalidate();
        }}
      >
        The link stops working at once.
      </RemoveEntryDialog>
    </Card>
  );
}

const tones: Record<Row['status'], Tone> = { open: 'accent', accepted: 'good', revoked: 'neutral', expired: 'neutral' };
const labels: Record<Row['status'], string> = {
  open: 'Open',
  accepted: 'Accepted',
  revoked: 'Revoked',
  expired: 'Expired',
};

const columnsFor = (actions: (row: Row) => ReactNode): Column<Row>[] => [
  {
    header: 'For',
    role: 'title',
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.email ?? 'Whoever has the link'}</span>,
  },
  { header: 'Role', cell: (row) => roleLabels[row.role] },
  { header: 'Status', cell: (row) => <Badge tone={tones[row.status]}>{labels[row.status]}</Badge> },
  { header: 'Created', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.createdAt} /> },
  { header: 'Expires', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.expiresAt} /> },
  { header: 'Actions', role: 'actions', className: 'w-24 text-right', cell: actions },
];

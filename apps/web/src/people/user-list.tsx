'use client';

import { Users } from 'lucide-react';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { roleLabels } from '../messages/en.ts';
import { Initials } from '../shell/initials.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { ActivityDialog } from './activity-dialog.tsx';
import { RemoveUserDialog } from './remove-user-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { type UserAction, UserActions } from './user-actions.tsx';

export type User = Answers['users']['list'][number];

export function UserList() {
  const viewer = useViewer();
  const query = api.users.list.useQuery();
  const [chosen, setChosen] = useState<{ user: User; action: UserAction } | null>(null);
  const close = () => setChosen(null);
  const subjectOf = (action: UserAction) => (chosen?.action === action ? chosen.user : null);
  const actions: Column<User> = {
    header: 'Actions',
    role: 'actions',
    className: 'w-12 text-right',
    cell: (user) => <UserActions user={user} onChoose={(action) => setChosen({ user, action })} />,
  };
  return (
    <Card>
      <QueryList query={query} empty={<EmptyState icon={Users} title="Nobody is here" />}>
        {(rows) => (
          <DataTable
            label="Users"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[nameColumn(viewer.id), ...columns, actions]}
          />
        )}
      </QueryList>
      <RoleDialog user={subjectOf('role')} onClose={close} />
      <ActivityDialog user={subjectOf('activity')} onClose={close} />
      <RemoveUserDialog user={subjectOf('remove')} onClose={close} />
    </Card>
  );
}

const nameColumn = (viewerId: string): Column<User> => ({
  header: 'Name',
  role: 'title',
  cell: (user) => (
    <div className="flex min-w-0 items-center gap-2.5">
      <Initials name={user.name} />
      <div className="grid min-w-0 leading-snug">
        <span className="font-medium [overflow-wrap:anywhere]">
          {user.name} {user.id === viewerId && <span className="text-xs font-normal text-ink-faint">(you)</span>}
        </span>
        <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{user.email}</span>
      </div>
    </div>
  ),
});

const columns: Column<User>[] = [
  { header: 'Role', cell: (user) => roleLabels[user.role] },
  {
    header: 'Status',
    cell: (user) =>
      user.isActive ? (
        <Badge tone="good" dot="still">
          Active
        </Badge>
      ) : (
        <Badge>Deactivated</Badge>
      ),
  },
  { header: 'Last sign-in', className: 'text-ink-muted', cell: (user) => <TimeAgo at={user.lastSignedInAt} /> },
  {
    header: 'Joined',
    isDesktopOnly: true,
    className: 'text-ink-muted',
    cell: (user) => <TimeAgo at={user.createdAt} />,
  },
];

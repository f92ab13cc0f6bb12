'use client';

import { Ellipsis, ShieldCheck, UserMinus, UserRound } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { teamRoleLabels } from '../messages/en.ts';
import { explain } from '../messages/explain.ts';
import { Initials } from '../shell/initials.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../ui/dropdown.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { AddMemberForm } from './add-member-form.tsx';
import { type Team, useShowTeam } from './use-teams.ts';

type Member = Team['members'][number];

export function MemberList({ team }: { team: Team }) {
  const viewerId = useViewer().id;
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = api.teams.removeMember.useMutation();
  const show = useShowTeam();
  const actions: Column<Member> = {
    header: 'Actions',
    role: 'actions',
    className: 'w-12 text-right',
    cell: (member) => <MemberActions team={team} member={member} onRemove={() => setLeaving(member)} />,
  };
  return (
    <Card>
      <CardHeader title="Members" description="An admin of the team manages its members and what it leaves out." />
      {team.members.length > 0 ? (
        <DataTable
          label="Members"
          rows={team.members}
          rowKey={(row) => row.userId}
          columns={[nameColumn(viewerId), ...columns, ...(team.isManageable ? [actions] : [])]}
        />
      ) : (
        <CardBody className="text-sm text-ink-muted">Nobody is in this team yet.</CardBody>
      )}
      {team.isManageable && <AddMemberForm teamId={team.id} />}
      <RemoveEntryDialog
        entry={leaving}
        title={`Take ${leaving?.name ?? ''} out of ${team.name}`}
        confirmLabel="Take out"
        onClose={() => setLeaving(null)}
        onRemove={async ({ userId }) => show(await remove.mutateAsync({ teamId: team.id, userId }))}
      >
        They keep all that is theirs. What this team leaves out is offered to them again.
      </RemoveEntryDialog>
    </Card>
  );
}

function MemberActions({ team, member, onRemove }: { team: Team; member: Member; onRemove: () => void }) {
  const update = api.teams.updateMember.useMutation();
  const show = useShowTeam();
  const role = member.role === 'admin' ? 'member' : 'admin';
  const change = async () => {
    try {
      show(await update.mutateAsync({ teamId: team.id, userId: member.userId, role }));
    } catch (error) {
      toast.error(explain(error).text);
    }
  };
  return (
    <Dropdown
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${member.name}`} isBusy={update.isPending}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <DropdownItem onSelect={change}>
        {role === 'admin' ? <ShieldCheck aria-hidden /> : <UserRound aria-hidden />}
        {role === 'admin' ? 'Make admin' : 'Make member'}
      </DropdownItem>
      <DropdownSeparator />
      <DropdownItem tone="danger" onSelect={onRemove}>
        <UserMinus aria-hidden /> Take out
      </DropdownItem>
    </Dropdown>
  );
}

const nameColumn = (viewerId: string): Column<Member> => ({
  header: 'Name',
  role: 'title',
  cell: (member) => (
    <div className="flex min-w-0 items-center gap-2.5">
      <Initials name={member.name} />
      <div className="grid min-w-0 leading-snug">
        <span className="font-medium [overflow-wrap:anywhere]">
          {member.name}{' '}
          {member.userId === viewerId && <span className="text-xs font-normal text-ink-faint">(you)</span>}
        </span>
        {member.email && <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{member.email}</span>}
      </div>
    </div>
  ),
});

const columns: Column<Member>[] = [
  {
    header: 'Role',
    cell: ({ role }) => <Badge tone={role === 'admin' ? 'accent' : 'neutral'}>{teamRoleLabels[role]}</Badge>,
  },
  { header: 'Joined', className: 'text-ink-muted', cell: ({ joinedAt }) => <TimeAgo at={joinedAt} /> },
];

'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { UserList } from './user-list.tsx';

export function PeoplePage() {
  const viewer = useViewer();
  const [isOpen, setOpen] = useState(false);
  const canInvite = viewer.can('invitations:create');
  return (
    <>
      <PageHeader
        title="People"
        description="Who may use this Gatehouse, and in which role."
        actions={
          canInvite && (
            <Button variant="primary" onClick={() => setOpen(true)}>
              <UserPlus aria-hidden /> Invite
            </Button>
          )
        }
      />
      {viewer.can('invitations:read') ? (
        <Tabs
          label="People"
          tabs={[
            { value: 'users', label: 'Users', content: <UserList /> },
            {
              value: 'invitations',
              label: 'Invitations',
              content: <InvitationList onInvite={() => setOpen(true)} canInvite={canInvite} />,
            },
          ]}
        />
      ) : (
        <UserList />
      )}
      <InviteDialog isOpen={isOpen} onOpenChange={setOpen} />
    </>
  );
}

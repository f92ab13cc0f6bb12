'use client';

import { CircleCheck, CircleSlash, Ellipsis, ShieldCheck, UserX } from 'lucide-react';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../ui/dropdown.tsx';
import type { User } from './user-list.tsx';

export type UserAction = 'role' | 'activity' | 'remove';

/** What the viewer may do to somebody: nothing to themselves, and to an owner only as an owner. */
export function UserActions({ user, onChoose }: { user: User; onChoose: (action: UserAction) => void }) {
  const viewer = useViewer();
  const isOutOfReach = user.id === viewer.id || (user.role === 'owner' && viewer.role !== 'owner');
  const canUpdate = viewer.can('users:update');
  const canRemove = viewer.can('users:remove');
  if (isOutOfReach || !(canUpdate || canRemove)) return null;
  return (
    <Dropdown
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${user.name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {canUpdate && (
        <>
          <DropdownItem onSelect={() => onChoose('role')}>
            <ShieldCheck aria-hidden /> Change role
          </DropdownItem>
          <DropdownItem onSelect={() => onChoose('activity')}>
            {user.isActive ? <CircleSlash aria-hidden /> : <CircleCheck aria-hidden />}
            {user.isActive ? 'Deactivate' : 'Activate'}
          </DropdownItem>
        </>
      )}
      {canRemove && (
        <>
          <DropdownSeparator />
          <DropdownItem tone="danger" onSelect={() => onChoose('remove')}>
            <UserX aria-hidden /> Remove
          </DropdownItem>
        </>
      )}
    </Dropdown>
  );
}

'use client';

import { Ban, Ellipsis, Pause, Pencil, Play } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../ui/dropdown.tsx';

export type KeyAction = 'edit' | 'block' | 'revoke';

type KeyActionsProps = {
  name: string;
  isBlocked: boolean;
  canUpdate: boolean;
  canBlock: boolean;
  canRevoke: boolean;
  onChoose: (action: KeyAction) => void;
};

/** What the viewer may do to a client key. */
export function KeyActions({ name, isBlocked, canUpdate, canBlock, canRevoke, onChoose }: KeyActionsProps) {
  if (!(canUpdate || canRevoke)) return null;
  return (
    <Dropdown
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {canUpdate && (
        <DropdownItem onSelect={() => onChoose('edit')}>
          <Pencil aria-hidden /> Edit
        </DropdownItem>
      )}
      {canBlock && (
        <DropdownItem onSelect={() => onChoose('block')}>
          {isBlocked ? <Play aria-hidden /> : <Pause aria-hidden />}
          {isBlocked ? 'Unblock' : 'Block'}
        </DropdownItem>
      )}
      {canUpdate && canRevoke && <DropdownSeparator />}
      {canRevoke && (
        <DropdownItem tone="danger" onSelect={() => onChoose('revoke')}>
          <Ban aria-hidden /> Revoke
        </DropdownItem>
      )}
    </Dropdown>
  );
}

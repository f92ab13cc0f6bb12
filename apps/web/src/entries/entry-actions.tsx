'use client';

import { Ellipsis, Pencil, Power, PowerOff, Trash2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../ui/dropdown.tsx';

export type EntryAction = 'edit' | 'switch' | 'remove';

type EntryActionsProps = {
  name: string;
  isDisabled: boolean;
  canUpdate: boolean;
  canRemove: boolean;
  onChoose: (action: EntryAction) => void;
};

/** What the viewer may do to something that somebody contributed. */
export function EntryActions({ name, isDisabled, canUpdate, canRemove, onChoose }: EntryActionsProps) {
  if (!(canUpdate || canRemove)) return null;
  return (
    <Dropdown
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {canUpdate && (
        <>
          <DropdownItem onSelect={() => onChoose('edit')}>
            <Pencil aria-hidden /> Edit
          </DropdownItem>
          <DropdownItem onSelect={() => onChoose('switch')}>
            {isDisabled ? <Power aria-hidden /> : <PowerOff aria-hidden />}
            {isDisabled ? 'Switch on' : 'Switch off'}
          </DropdownItem>
        </>
      )}
      {canUpdate && canRemove && <DropdownSeparator />}
      {canRemove && (
        <DropdownItem tone="danger" onSelect={() => onChoose('remove')}>
          <Trash2 aria-hidden /> Remove
        </DropdownItem>
      )}
    </Dropdown>
  );
}

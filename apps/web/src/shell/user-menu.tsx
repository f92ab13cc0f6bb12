'use client';

import { ChevronsUpDown, LogOut, Settings } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { roleLabels } from '../messages/en.ts';
import { endSession } from '../session/browser.ts';
import { Dropdown, DropdownItem, DropdownNote, DropdownSeparator } from '../ui/dropdown.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import { Initials } from './initials.tsx';
import { useViewer } from './viewer.tsx';

export function UserMenu({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const viewer = useViewer();
  const router = useRouter();
  const openSettings = () => {
    onNavigate?.();
    router.push('/settings');
  };
  return (
    <Dropdown
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${viewer.name}`}
          className="flex w-full items-center gap-2.5 rounded-control p-1.5 text-left hover:bg-sunken data-[state=open]:bg-sunken"
        >
          <Initials name={viewer.name} />
          <span className="grid min-w-0 flex-1 leading-tight">
            <span className="truncate text-sm font-medium">{viewer.name}</span>
            <span className="truncate text-2xs text-ink-faint">{roleLabels[viewer.role]}</span>
          </span>
          <ChevronsUpDown className="size-3.5 text-ink-faint" aria-hidden />
        </button>
      }
    >
      <DropdownNote>{viewer.email}</DropdownNote>
      <div className="px-2 pt-0.5 pb-1.5">
        <ThemeToggle />
      </div>
      <DropdownSeparator />
      <DropdownItem onSelect={openSettings}>
        <Settings aria-hidden /> Settings
      </DropdownItem>
      <DropdownItem onSelect={() => void endSession()}>
        <LogOut aria-hidden /> Sign out
      </DropdownItem>
    </Dropdown>
  );
}

'use client';

import { Menu, X } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Sidebar } from './sidebar.tsx';

const iconButton = 'grid size-9 place-items-center rounded-control text-ink-muted hover:bg-sunken hover:text-ink';

export function MobileBar() {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center justify-between border-b border-line bg-surface px-4 lg:hidden">
      <Link href="/" className="flex items-center gap-2 text-base font-semibold">
        <BrandMark className="size-5.5" />
        Gatehouse
      </Link>
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Trigger aria-label="Open menu" className={iconButton}>
          <Menu className="size-5" aria-hidden />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-[var(--scrim)]" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-50 w-[17rem] max-w-[85vw] border-r border-line bg-surface shadow-float outline-none duration-150 data-[state=open]:animate-in data-[state=open]:slide-in-from-left"
          >
            <Dialog.Title className="sr-only">Menu</Dialog.Title>
            <Dialog.Close aria-label="Close menu" className={`${iconButton} absolute top-2 right-2`}>
              <X className="size-4.5" aria-hidden />
            </Dialog.Close>
            <Sidebar onNavigate={() => setOpen(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  );
}

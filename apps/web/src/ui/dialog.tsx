'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** Only its own buttons close it: for content that is shown once. */
  isSticky?: boolean;
};

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

/** In the middle of a desktop, at the bottom of a phone. */
export function Dialog({ isOpen, onOpenChange, title, description, children, size = 'md', isSticky }: DialogProps) {
  const keepOpen = (event: Event) => event.preventDefault();
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[var(--scrim)] data-[state=closed]:animate-out data-[state=closed]:fade-out data-[state=open]:animate-in data-[state=open]:fade-in" />
        <Radix.Content
          onOpenAutoFocus={focusFirst}
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...(isSticky ? { onEscapeKeyDown: keepOpen, onInteractOutside: keepOpen } : {})}
          className={cn(
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-card border border-line bg-raised shadow-float outline-none',
            'sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card',
            'duration-150 data-[state=open]:animate-in data-[state=open]:fade-in data-[state=open]:slide-in-from-bottom-4 sm:data-[state=open]:slide-in-from-bottom-0 sm:data-[state=open]:zoom-in-[0.98]',
            widths[size],
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4.5 pb-1">
            <div className="grid min-w-0 flex-1 gap-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description asChild>
                  <div className="text-sm text-ink-muted">{description}</div>
                </Radix.Description>
              )}
            </div>
            {!isSticky && (
              <Radix.Close
                aria-label="Close"
                className="-mt-1 -mr-1.5 grid size-7.5 place-items-center rounded-control text-ink-faint hover:bg-sunken hover:text-ink"
              >
                <X className="size-4" aria-hidden />
              </Radix.Close>
            )}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The first field, else the first button of the footer, which is the one that does nothing. */
function focusFirst(event: Event): void {
  const content = event.currentTarget as HTMLElement | null;
  // A phone would cover half of the dialog with its keyboard at once.
  const field = window.matchMedia('(pointer: fine)').matches ? content?.querySelector<HTMLElement>(fields) : null;
  const target = field ?? content?.querySelector<HTMLElement>('footer button:not(:disabled)');
  if (!target) return;
  event.preventDefault();
  target.focus();
}

const fields = 'form :is(input:not([type="hidden"]), select, textarea, [role="radio"][data-state="checked"])';

export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('grid min-h-0 gap-4 overflow-y-auto px-5 py-4', className)}>{children}</div>;
}

export function DialogFooter({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <footer
      className={cn(
        'flex flex-col-reverse gap-2 rounded-b-card border-t border-line bg-canvas px-5 py-3.5 sm:flex-row sm:items-center sm:justify-end',
        className,
      )}
    >
      {children}
    </footer>
  );
}

'use client';

import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names.ts';

export function Dropdown({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={10}
          className="z-50 min-w-44 rounded-card border border-line bg-raised p-1 shadow-float data-[state=open]:animate-in data-[state=open]:fade-in data-[state=open]:zoom-in-[0.98]"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DropdownItem({
  className,
  tone = 'neutral',
  ...props
}: ComponentProps<typeof Radix.Item> & { tone?: 'neutral' | 'danger' }) {
  return (
    <Radix.Item
      {...props}
      className={cn(
        'flex cursor-pointer items-center gap-2 rounded-control px-2.5 py-1.5 text-sm outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-sunken [&_svg]:size-4 [&_svg]:text-ink-faint',
        tone === 'danger' && 'text-bad [&_svg]:text-bad',
        className,
      )}
    />
  );
}

export function DropdownNote({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1.5 text-xs text-ink-muted">{children}</Radix.Label>;
}

export function DropdownSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

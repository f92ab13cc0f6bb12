'use client';

import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

type Tab = { value: string; label: ReactNode; content: ReactNode };
type TabsProps = {
  label: string;
  tabs: readonly Tab[];
  initial?: string;
  /** The chosen tab, where something else remembers it. */
  value?: string;
  onValueChange?: (value: string) => void;
};

export function Tabs({ label, tabs, initial, value, onValueChange }: TabsProps) {
  const choice = value === undefined ? { defaultValue: initial ?? tabs[0]?.value ?? '' } : { value };
  return (
    <Radix.Root {...choice} {...(onValueChange ? { onValueChange } : {})} className="grid gap-4">
      <Radix.List
        aria-label={label}
        className="flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="flex shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-0.5 pb-2 text-sm font-medium whitespace-nowrap text-ink-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="grid gap-4 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

'use client';

import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Input } from './input.tsx';

/** A field that narrows down what is shown. `label` is read aloud. */
export function SearchInput({
  label,
  ...props
}: { label: string } & Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <div className="relative flex-1">
      <Search
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
        aria-hidden
      />
      <Input {...props} type="search" aria-label={label} className="pl-8.5" />
    </div>
  );
}

'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

type CheckboxFieldProps = Omit<ComponentProps<'input'>, 'type' | 'id' | 'className'> & {
  label: string;
  hint?: ReactNode;
};

/** A switch with what it means beside it; the whole line can be clicked. */
export function CheckboxField({ label, hint, ...props }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2.5">
      <input
        {...props}
        id={id}
        type="checkbox"
        {...(hint ? { 'aria-describedby': `${id}-note` } : {})}
        className="mt-0.5 size-4 accent-[var(--accent)]"
      />
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-note`} className="col-start-2 text-xs text-ink-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

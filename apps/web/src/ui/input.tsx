'use client';

import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from './class-names.ts';

const control =
  'w-full rounded-control border border-line-strong bg-surface px-3 text-sm text-ink shadow-card placeholder:text-ink-faint transition-colors hover:border-ink-faint focus-visible:border-focus focus-visible:outline-offset-0 aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-muted';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={cn(control, 'h-9', className)} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea {...props} className={cn(control, 'min-h-18 py-2 font-mono text-xs', className)} />;
}

/** A key or password: hidden while typed, with a switch to look at it. Never remembered by the browser unless told. */
export function SecretInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input
        autoComplete="off"
        spellCheck={false}
        {...props}
        type={isShown ? 'text' : 'password'}
        className={cn('pr-10', props.value !== '' && 'font-mono', className)}
      />
      <button
        type="button"
        aria-label={isShown ? 'Hide' : 'Show'}
        aria-pressed={isShown}
        aria-controls={props.id}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0 right-0 grid w-9 place-items-center rounded-control text-ink-faint hover:text-ink"
      >
        <Icon className="size-4" aria-hidden />
      </button>
    </div>
  );
}

export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <div className="relative">
      <select {...props} className={cn(control, 'h-9 appearance-none pr-9', className)}>
        {children}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-faint"
        aria-hidden
      />
    </div>
  );
}

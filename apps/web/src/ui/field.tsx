'use client';

import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './class-names.ts';
import { Input, SecretInput, Select, Textarea } from './input.tsx';

type FieldFrame = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  isOptional?: boolean;
  className?: string;
};
type ControlProps = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A label, its control, and what is wrong or worth knowing, tied together for assistive technology. */
export function Field({
  label,
  hint,
  error,
  isOptional,
  className,
  children,
}: FieldFrame & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  const control: ControlProps = { id };
  if (note) control['aria-describedby'] = `${id}-note`;
  if (error) control['aria-invalid'] = true;
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {isOptional && <span className="text-2xs text-ink-faint">Optional</span>}
      </div>
      {children(control)}
      {note && (
        <div
          id={`${id}-note`}
          className={cn('flex items-start gap-1.5 text-xs', error ? 'text-bad' : 'text-ink-muted')}
          role={error ? 'alert' : undefined}
        >
          {error && <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />}
          <span className="min-w-0">{note}</span>
        </div>
      )}
    </div>
  );
}

type WithField<T> = FieldFrame & Omit<T, 'id' | 'className'>;

export function TextField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...input
}: WithField<ComponentProps<'input'>> & { isMono?: boolean }) {
  const { isMono, ...props } = input;
  return (
    <Field {...frame({ label, hint, error, isOptional, className })}>
      {(control) => <Input {...props} {...control} className={isMono ? 'font-mono' : undefined} />}
    </Field>
  );
}

export function SecretField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...props
}: WithField<ComponentProps<typeof SecretInput>>) {
  return (
    <Field {...frame({ label, hint, error, isOptional, className })}>
      {(control) => <SecretInput {...props} {...control} />}
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...props
}: WithField<ComponentProps<'select'>>) {
  return (
    <Field {...frame({ label, hint, error, isOptional, className })}>
      {(control) => <Select {...props} {...control} />}
    </Field>
  );
}

export function TextareaField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...props
}: WithField<ComponentProps<'textarea'>>) {
  return (
    <Field {...frame({ label, hint, error, isOptional, className })}>
      {(control) => <Textarea {...props} {...control} />}
    </Field>
  );
}

function frame(given: {
  label: string;
  hint: ReactNode;
  error: string | undefined;
  isOptional: boolean | undefined;
  className: string | undefined;
}): FieldFrame {
  const { label, hint, error, isOptional, className } = given;
  return { label, hint, error, isOptional: isOptional ?? false, ...(className === undefined ? {} : { className }) };
}

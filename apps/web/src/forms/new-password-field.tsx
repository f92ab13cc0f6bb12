'use client';

import type { ComponentProps } from 'react';
import { cn } from '../ui/class-names.ts';
import { SecretField } from '../ui/field.tsx';
import { passwordStrength } from './password-strength.ts';

const bars = [1, 2, 3] as const;
const colours = ['bg-line', 'bg-bad', 'bg-warn', 'bg-good'];

type NewPasswordFieldProps = { typed: string } & ComponentProps<typeof SecretField>;

export function NewPasswordField({ typed, ...props }: NewPasswordFieldProps) {
  const { score, hint } = passwordStrength(typed);
  return (
    <SecretField
      {...props}
      autoComplete="new-password"
      hint={
        <span className="grid gap-1.5">
          <span className="flex gap-1 pt-0.5" aria-hidden>
            {bars.map((bar) => (
              <span key={bar} className={cn('h-1 w-10 rounded-full', score >= bar ? colours[score] : 'bg-line')} />
            ))}
          </span>
          {typed === '' ? 'At least 12 characters. A few unrelated words are easy to remember.' : hint}
        </span>
      }
    />
  );
}

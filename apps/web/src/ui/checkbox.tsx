'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';

type CheckboxProps = {
  /** What it chooses; read aloud, not shown. */
  label: string;
  isChecked: boolean | 'some';
  onChange: (isChecked: boolean) => void;
  isDisabled?: boolean;
};

export function Checkbox({ label, isChecked, onChange, isDisabled = false }: CheckboxProps) {
  const Mark = isChecked === 'some' ? Minus : Check;
  return (
    <Radix.Root
      aria-label={label}
      checked={isChecked === 'some' ? 'indeterminate' : isChecked}
      onCheckedChange={(checked) => onChange(checked === true)}
      disabled={isDisabled}
      className="relative grid size-4 shrink-0 place-items-center rounded-[4px] border border-line-strong bg-surface text-accent-ink after:absolute after:-inset-2 disabled:opacity-40 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
    >
      <Radix.Indicator>
        <Mark className="size-3" strokeWidth={3} aria-hidden />
      </Radix.Indicator>
    </Radix.Root>
  );
}

'use client';

import { RadioGroup } from 'radix-ui';

type SegmentedChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  isDisabled?: boolean;
};

/** One of two or three, all of them in sight. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={props.label}
      value={props.value}
      onValueChange={(chosen) => props.onChange(chosen as Value)}
      disabled={props.isDisabled ?? false}
      className="inline-flex w-fit shrink-0 gap-0.5 rounded-control border border-line bg-sunken p-0.5"
    >
      {props.options.map(({ value, label }) => (
        <RadioGroup.Item
          key={value}
          value={value}
          className="h-7 rounded-[5px] px-3 text-xs font-medium whitespace-nowrap text-ink-muted hover:text-ink disabled:opacity-55 data-[state=checked]:bg-surface data-[state=checked]:text-ink dark:data-[state=checked]:bg-line-strong data-[state=checked]:shadow-card"
        >
          {label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

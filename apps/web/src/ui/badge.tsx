import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const badge = cva(
  'inline-flex w-fit shrink-0 items-center gap-1.5 rounded-full border px-2 py-px text-xs font-medium whitespace-nowrap',
  {
    variants: {
      tone: {
        neutral: 'border-line bg-sunken text-ink-muted',
        accent: 'border-transparent bg-accent-soft text-accent-text',
        good: 'border-good-line bg-good-soft text-good',
        warn: 'border-warn-line bg-warn-soft text-warn',
        bad: 'border-bad-line bg-bad-soft text-bad',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badge>['tone']>;

type BadgeProps = ComponentProps<'span'> & { tone?: Tone; dot?: 'still' | 'pulsing' };

export function Badge({ tone, dot, className, children, ...props }: BadgeProps) {
  return (
    <span {...props} className={cn(badge({ tone }), className)}>
      {dot && (
        <span
          aria-hidden
          className={cn('size-1.5 rounded-full bg-current', dot === 'pulsing' && 'motion-safe:animate-pulse')}
        />
      )}
      {children}
    </span>
  );
}

import { Check } from 'lucide-react';
import { cn } from '../ui/class-names.ts';

const steps = [
  { name: 'administrator', label: 'Administrator' },
  { name: 'gateway', label: 'Gateway' },
  { name: 'done', label: 'Done' },
] as const;

export function SetupSteps({ current }: { current: (typeof steps)[number]['name'] }) {
  const position = steps.findIndex((step) => step.name === current);
  return (
    <ol aria-label="Setup steps" className="flex items-center gap-2 text-xs font-medium">
      {steps.map((step, index) => (
        <li
          key={step.name}
          aria-current={index === position ? 'step' : undefined}
          className={cn('flex items-center gap-2', index <= position ? 'text-ink' : 'text-ink-faint')}
        >
          {index > 0 && <span aria-hidden className="h-px w-5 bg-line-strong sm:w-8" />}
          <span
            aria-hidden
            className={cn(
              'grid size-5 place-items-center rounded-full border text-2xs tabular-nums',
              index < position && 'border-good-line bg-good-soft text-good',
              index === position && 'border-accent bg-accent text-accent-ink',
              index > position && 'border-line-strong',
            )}
          >
            {index < position ? <Check className="size-3" /> : index + 1}
          </span>
          {step.label}
        </li>
      ))}
    </ol>
  );
}

import { Check, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Card, CardHeader } from '../ui/card.tsx';
import { cn } from '../ui/class-names.ts';
import type { GettingStartedStep } from './getting-started.ts';

export function GettingStartedCard({ steps }: { steps: GettingStartedStep[] }) {
  const done = steps.filter((step) => step.isDone).length;
  const next = steps.find((step) => !step.isDone);
  return (
    <Card>
      <CardHeader title="Getting started" description={`${done} of ${steps.length} done`} />
      <ol className="divide-y divide-line border-t border-line">
        {steps.map((step) => (
          <li key={step.title}>
            <Link
              href={step.href}
              className={cn(
                'flex items-center gap-3 px-4 py-2.5 hover:bg-canvas',
                step === next && 'bg-accent-soft hover:bg-accent-soft',
              )}
            >
              <span
                className={cn(
                  'grid size-5 shrink-0 place-items-center rounded-full border',
                  step.isDone ? 'border-good-line bg-good-soft text-good' : 'border-line-strong',
                )}
              >
                {step.isDone && <Check className="size-3" aria-hidden />}
                <span className="sr-only">{step.isDone ? 'Done:' : 'To do:'}</span>
              </span>
              <span className="grid min-w-0 flex-1 sm:flex sm:gap-2">
                <span className={cn('font-medium', step.isDone && 'text-ink-muted')}>{step.title}</span>
                {!step.isDone && <span className="text-ink-muted">{step.text}</span>}
              </span>
              {!step.isDone && <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden />}
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}

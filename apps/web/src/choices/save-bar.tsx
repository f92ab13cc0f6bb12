'use client';

import { TriangleAlert } from 'lucide-react';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { Button } from '../ui/button.tsx';

type SaveBarProps = {
  isBusy: boolean;
  invalid: string | null;
  problem: Problem;
  isOutdated: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

/** Stays in sight while something is not saved. */
export function SaveBar({ isBusy, invalid, problem, isOutdated, onSave, onDiscard }: SaveBarProps) {
  const hindrance = isOutdated
    ? 'These were changed in another place meanwhile. Discard to see how; what you changed here is lost then.'
    : invalid;
  return (
    <div className="sticky bottom-4 z-20 grid gap-2 rounded-card border border-line bg-raised px-4 py-3 shadow-float">
      <FormProblem problem={problem} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p
          role="status"
          className={`flex min-w-0 flex-1 items-center gap-2 text-sm [overflow-wrap:anywhere] ${hindrance ? '' : 'text-ink-muted'}`}
        >
          {hindrance && <TriangleAlert className="size-4 shrink-0 text-warn" aria-hidden />}
          {hindrance ?? 'Not saved yet.'}
        </p>
        <Button onClick={onDiscard}>Discard</Button>
        <Button variant="primary" isBusy={isBusy} disabled={hindrance !== null} onClick={onSave}>
          Save
        </Button>
      </div>
    </div>
  );
}

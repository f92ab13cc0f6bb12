'use client';

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
  return (
    <div className="sticky bottom-4 z-20 grid gap-2 rounded-card border border-line bg-raised px-4 py-3 shadow-float">
      <FormProblem problem={problem} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className="min-w-0 flex-1 text-sm text-ink-muted [overflow-wrap:anywhere]">
          {isOutdated ? 'These were changed elsewhere meanwhile. Discard to see how.' : (invalid ?? 'Not saved yet.')}
        </p>
        <Button onClick={onDiscard}>Discard</Button>
        <Button variant="primary" isBusy={isBusy} disabled={invalid !== null || isOutdated} onClick={onSave}>
          Save
        </Button>
      </div>
    </div>
  );
}

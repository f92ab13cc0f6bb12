'use client';

import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { RequestId } from './form-problem.tsx';

/** In the place of a list that could not be read. */
export function QueryProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { text, requestId } = explain(error);
  return (
    <div className="p-4">
      <Callout
        tone="bad"
        action={
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {text}
        <RequestId id={requestId} />
      </Callout>
    </div>
  );
}

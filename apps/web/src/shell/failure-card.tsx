'use client';

import { useEffect } from 'react';
import { Button } from '../ui/button.tsx';
import { FocusCard } from './focus-card.tsx';

type FailureCardProps = { error: Error & { digest?: string }; onRetry: () => void };

/** For a page that could not be made. The digest is the request id, by which the server's log knows what happened. */
export function FailureCard({ error, onRetry }: FailureCardProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <FocusCard
      title="This page failed"
      description="Gatehouse could not answer. It may be starting again; nothing that you saved is lost."
    >
      <Button
        variant="primary"
        size="lg"
        onClick={() => {
          onRetry();
          window.location.reload();
        }}
      >
        Try again
      </Button>
      {error.digest && <p className="font-mono text-xs text-ink-faint">Request {error.digest}</p>}
    </FocusCard>
  );
}

'use client';

import { FailureCard } from '../../shell/failure-card.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="grid justify-items-center pt-10">
      <FailureCard error={error} onRetry={reset} />
    </div>
  );
}

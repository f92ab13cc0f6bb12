'use client';

import { CenteredPage } from '../shell/centered-page.tsx';
import { FailureCard } from '../shell/failure-card.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <CenteredPage>
      <FailureCard error={error} onRetry={reset} />
    </CenteredPage>
  );
}

'use client';

import { CenteredPage } from '../shell/centered-page.tsx';
import { FailureCard } from '../shell/failure-card.tsx';
import './globals.css';

/** When even the root layout failed: it brings its own document. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <CenteredPage>
          <FailureCard error={error} onRetry={reset} />
        </CenteredPage>
      </body>
    </html>
  );
}

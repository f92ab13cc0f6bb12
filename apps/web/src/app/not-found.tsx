import { headers } from 'next/headers';
import Link from 'next/link';
import { CenteredPage } from '../shell/centered-page.tsx';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';

export default async function NotFound() {
  const requestId = (await headers()).get('x-request-id');
  return (
    <CenteredPage>
      <FocusCard
        title="There is nothing here"
        description="The address may be mistyped, or what was here has been removed."
      >
        <Button asChild variant="primary" size="lg">
          <Link href="/">Go to the overview</Link>
        </Button>
        {requestId && <p className="font-mono text-xs text-ink-faint">404 · request {requestId}</p>}
      </FocusCard>
    </CenteredPage>
  );
}

import Link from 'next/link';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';

export function AlreadySetUp() {
  return (
    <FocusCard
      title="Gatehouse is set up already"
      description="The setup link has done its work and cannot be used again. Sign in with your account, or ask an administrator for an invitation."
    >
      <Button asChild variant="primary" size="lg">
        <Link href="/sign-in">Go to sign-in</Link>
      </Button>
    </FocusCard>
  );
}

import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import type { Answers } from '../api/client.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';

const shownAtMost = 5;

export function ClientKeysCard({ clientKeys }: { clientKeys: Answers['clientKeys']['list'] | null }) {
  return (
    <Card>
      <CardHeader
        title="Your client keys"
        actions={
          clientKeys && clientKeys.length > shownAtMost ? (
            <Link href="/client-keys" className="text-xs text-accent-text underline underline-offset-2">
              All {clientKeys.length}
            </Link>
          ) : null
        }
      />
      <div className="border-t border-line">
        {clientKeys === null && <SkeletonRows count={1} />}
        {clientKeys?.length === 0 && (
          <EmptyState
            icon={KeyRound}
            title="No client key yet"
            action={
              <Button asChild>
                <Link href="/client-keys">Create a client key</Link>
              </Button>
            }
          >
            Your tools need one to use the gateway.
          </EmptyState>
        )}
        <ul className="divide-y divide-line">
          {clientKeys?.slice(0, shownAtMost).map((row) => (
            <li key={row.id} className="flex items-center justify-between gap-4 px-4 py-2.5">
              <NamedCell name={row.name} detail={row.masked} />
              <EntryBadge state={row.state} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

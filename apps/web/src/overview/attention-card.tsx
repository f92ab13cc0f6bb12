import { ChevronRight, CircleAlert, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { Callout } from '../ui/callout.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import type { AttentionItem } from './attention.ts';

const shownAtMost = 6;

export function AttentionCard({ items, pending }: { items: AttentionItem[]; pending: number }) {
  const note = pending > 0 && (
    <Callout tone="info">
      {pending === 1 ? 'One change is' : `${pending} changes are`} on the way to the gateway. Nothing to do.
    </Callout>
  );
  if (items.length === 0) return note || null;
  return (
    <>
      <Card className="border-bad-line">
        <CardHeader
          title="Needs attention"
          description={items.length > shownAtMost ? `${items.length} things, the first ${shownAtMost} of them.` : null}
        />
        <ul className="divide-y divide-line border-t border-line">
          {items.slice(0, shownAtMost).map((item) => (
            <li key={item.key}>
              <Link href={item.href} className="flex items-center gap-3 px-4 py-2.5 hover:bg-canvas">
                {item.tone === 'bad' ? (
                  <CircleAlert className="size-4 shrink-0 text-bad" aria-hidden />
                ) : (
                  <TriangleAlert className="size-4 shrink-0 text-warn" aria-hidden />
                )}
                <span className="grid min-w-0 flex-1 sm:flex sm:gap-2">
                  <span className="font-medium [overflow-wrap:anywhere]">{item.title}</span>
                  <span className="text-ink-muted">{item.text}</span>
                </span>
                <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      {note}
    </>
  );
}

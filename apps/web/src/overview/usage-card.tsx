'use client';

import { costText, formatCount } from '@gatehouse/contracts/usage';
import Link from 'next/link';
import { api } from '../api/client.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { dayBars } from '../usage/bars.ts';
import { dollars, heightOf, roundUp } from '../usage/measures.ts';
import { UsageBars } from '../usage/usage-bars.tsx';
import { inputFor, viewFrom } from '../usage/usage-view.ts';
import { useBrowserClock } from '../usage/use-browser-clock.ts';

/** What the usage page shows first. */
const plainView = viewFrom(new URLSearchParams(), false);
const nothing = { from: '2000-01-01', to: '2000-01-01' };

/** One's own last seven days; nothing for who used nothing. */
export function UsageCard() {
  const clock = useBrowserClock();
  const asked = clock && inputFor(plainView, clock);
  const input = asked?.ok ? asked.input : null;
  const { data } = api.usage.summary.useQuery(input ?? nothing, { enabled: input !== null });
  if (!data || data.total.requests === 0) return null;
  const facts = [
    ['Requests', formatCount(data.total.requests)],
    ['Tokens', formatCount(data.total.totalTokens)],
    ['Cost', dollars(costText(data.total))],
  ];
  const bars = dayBars(data.rows);
  const top = roundUp(Math.max(...bars.map(({ figures }) => heightOf('tokens', figures))), true);
  return (
    <Card>
      <CardHeader
        title="Your last 7 days"
        actions={
          <Link href="/usage" className="text-xs text-accent-text underline underline-offset-2">
            Usage
          </Link>
        }
      />
      <CardBody className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {facts.map(([label, value]) => (
            <div key={label} className="grid">
              <dt className="text-xs text-ink-muted">{label}</dt>
              <dd className="text-lg font-semibold tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
        <div className="h-14 w-full sm:w-56">
          <UsageBars bars={bars} measure="tokens" top={top} chosen={null} />
        </div>
      </CardBody>
    </Card>
  );
}

'use client';

import { describeGap, formatCount, momentIn, type UsageGap, type UsageSummary } from '@gatehouse/contracts/usage';
import Link from 'next/link';
import { useViewer } from '../shell/viewer.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';

/** The latest ones; those before them are a click away. */
const shownAtMost = 4;

/** What has to be known to read the numbers right. */
export function UsageNotes({ summary, timeZone }: { summary: UsageSummary; timeZone: string }) {
  const { gaps, total, completeThrough } = summary;
  return (
    <div className="grid gap-2">
      {gaps.length > 0 && (
        <Callout tone="warn" title="Something is missing here">
          <Gaps gaps={gaps.slice(-shownAtMost)} timeZone={timeZone} />
          {gaps.length > shownAtMost && (
            <Disclosure label={`${gaps.length - shownAtMost} before`}>
              <Gaps gaps={gaps.slice(0, -shownAtMost)} timeZone={timeZone} />
            </Disclosure>
          )}
        </Callout>
      )}
      <p className="text-xs text-ink-faint">
        {completeThrough
          ? `Complete through ${momentIn(completeThrough, timeZone)}.`
          : 'Not every gateway has been read yet: more may come.'}{' '}
        All times are of {timeZone}.
        {total.unpricedRequests > 0 &&
          ` The cost leaves out ${formatCount(total.unpricedRequests)} ${total.unpricedRequests === 1 ? 'request' : 'requests'} of which no price is known.`}
      </p>
    </div>
  );
}

function Gaps({ gaps, timeZone }: { gaps: readonly UsageGap[]; timeZone: string }) {
  const canOpen = useViewer().can('gateways:read');
  return (
    <ul className="grid gap-1">
      {gaps.map((gap) => (
        <li key={`${gap.gatewayId} ${gap.reason} ${gap.from.getTime()}`}>
          {describeGap(gap, timeZone)}{' '}
          {canOpen && gap.reason === 'switched-off' && gap.until === null && <SettingsLink gatewayId={gap.gatewayId} />}
        </li>
      ))}
    </ul>
  );
}

export function SettingsLink({ gatewayId, name }: { gatewayId: string; name?: string }) {
  return (
    <Link
      href={`/gateways/${gatewayId}?tab=settings`}
      className="font-medium text-accent-text underline underline-offset-2"
    >
      {name === undefined ? 'Open its settings' : `Settings of ${name}`}
    </Link>
  );
}

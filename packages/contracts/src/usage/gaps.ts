import { momentIn } from './days.ts';
import type { UsageGap } from './index.ts';

const reasons = {
  'not-collected': ['usage may be missing from', 'Gatehouse did not read it in time'],
  'answer-lost': ['usage may be missing from', 'an answer was lost on its way to Gatehouse'],
  restarted: ['usage may be missing from', 'it started again, and what was not read by then is lost'],
  'switched-off': ['nothing could be read from', 'its usage statistics were switched off'],
  'other-reader': ['usage may be missing from', 'another program takes the same records away'],
  unreadable: ['usage is missing from', 'some of its records make no sense'],
} as const satisfies Record<UsageGap['reason'], readonly [what: string, why: string]>;

/** One sentence: when, where and why something is missing. */
export function describeGap({ from, until, reason, gatewayName }: UsageGap, timeZone: string): string {
  const [what, why] = reasons[reason];
  const begin = momentIn(from, timeZone);
  // Nobody knows yet whether one that lasts has ended by now.
  if (until === null) return `Since ${begin} usage may be missing from “${gatewayName}”: ${why}.`;
  return `Between ${begin} and ${momentIn(until, timeZone)} ${what} “${gatewayName}”: ${why}.`;
}

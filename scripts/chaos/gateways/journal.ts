import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestRecord } from '@gatehouse/gateways/double';
import { isRival, processOf } from './trace.ts';

const endOf = (request: RequestRecord) => request.endedAt ?? Number.POSITIVE_INFINITY;
/** A writer that was killed or has given up writes no more, even if the gateway has still to act on what it sent. */
const leftOf = (request: RequestRecord) => Math.min(request.leftAt ?? Number.POSITIVE_INFINITY, endOf(request));

/**
 * Resolves when the gateway has acted on everything that was sent to it: what is slowed down would act later. A request
 * whose connection died in an unlucky moment never ends, and acts no more after `longestMs`.
 */
export async function untilAnswered(requests: () => readonly RequestRecord[], longestMs: number): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline && requests().some(({ endedAt }) => endedAt === null)) await sleep(20);
}

/** Pairs of writes by different processes of ours that were under way at the same time. */
export function overlapsOf(writes: readonly RequestRecord[]): number {
  const ours = writes.filter((write) => !isRival(processOf(write)));
  let count = 0;
  for (const [index, write] of ours.entries())
    for (const later of ours.slice(index + 1)) {
      if (later.at >= leftOf(write)) break;
      if (processOf(later) !== processOf(write)) count += 1;
    }
  return count;
}

/** Five refused authentications of ours in a row lock us out. `forgivenAt`: when wrong keys were forgotten, in order. */
export function bansIn(requests: readonly RequestRecord[], forgivenAt: readonly number[]): number {
  const forgiven = [...forgivenAt];
  let inRow = 0;
  let bans = 0;
  for (const request of requests) {
    if (isRival(processOf(request))) continue;
    for (; forgiven[0] !== undefined && forgiven[0] <= request.at; forgiven.shift()) inRow = 0;
    if (request.status === 200) inRow = 0;
    if (request.status !== 401) continue;
    inRow += 1;
    if (inRow === 5) bans += 1;
  }
  return bans;
}

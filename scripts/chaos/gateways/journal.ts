import type { Double, RequestRecord } from '@gatehouse/gateways/double';
import type { GatewayFigures } from './port.ts';

const root = '/v0/management/';
const isWrite = ({ method, path }: RequestRecord) => path.startsWith(root) && method !== 'GET';
const endOf = (request: RequestRecord) => request.endedAt ?? Number.POSITIVE_INFINITY;

/** `forgivenAt`: when the gateway forgot wrong keys, in the order of time. */
export function figuresOf(double: Double, forgivenAt: readonly number[]): GatewayFigures {
  const requests = double.requests();
  const writes = requests.filter(isWrite);
  return {
    writes: writes.length,
    wasOpen: double.everOpen,
    writersAtOnce: overlaps(writes),
    bans: bansIn(requests, forgivenAt),
  };
}

/** A writer that was killed or has given up writes no more, even if the gateway has still to act on what it sent. */
const leftOf = (request: RequestRecord) => Math.min(request.leftAt ?? Number.POSITIVE_INFINITY, endOf(request));

/** Pairs of writes by different processes that were under way at the same time. */
function overlaps(writes: readonly RequestRecord[]): number {
  let count = 0;
  for (const [index, write] of writes.entries())
    for (const later of writes.slice(index + 1)) {
      if (later.at >= leftOf(write)) break;
      if (later.headers['user-agent'] !== write.headers['user-agent']) count += 1;
    }
  return count;
}

/** Five refused authentications in a row lock us out. */
function bansIn(requests: readonly RequestRecord[], forgivenAt: readonly number[]): number {
  const forgiven = [...forgivenAt];
  let inRow = 0;
  let bans = 0;
  for (const { at, path, status } of requests) {
    if (!path.startsWith(root)) continue;
    for (; forgiven[0] !== undefined && forgiven[0] <= at; forgiven.shift()) inRow = 0;
    if (status === 200) inRow = 0;
    if (status !== 401) continue;
    inRow += 1;
    if (inRow === 5) bans += 1;
  }
  return bans;
}

/**
 * Whether a change that a stranger made at `changedAt` fell between a reading of the list by us and the write that
 * followed: the gateway has no conditional write, so nobody can close this window, only keep it short.
 */
export function isRaced(double: Double, section: string, changedAt: number): boolean {
  const path = root + section;
  const onList = double.requests().filter((request) => request.path === path);
  return onList.some((request, index) => {
    if (request.method === 'GET' || endOf(request) < changedAt) return false;
    const reading = onList.slice(0, index).findLast(({ method }) => method === 'GET');
    return reading !== undefined && reading.at <= changedAt;
  });
}

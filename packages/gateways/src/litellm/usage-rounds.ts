/**
 * A part of a time window that is not read yet, in seconds since 1970 and with both ends in it, as the gateway counts.
 * `end`: where the whole window ends.
 */
export type Walk = { from: number; to: number; end: number };

/** Oldest or newest row first; 0: not known yet. Old releases list the newest first, whatever is asked for. */
export type Order = 1 | -1 | 0;

/** `walk`: what is left of the round; null when it is over. */
export type Round = {
  startedAt: number;
  /** When the last round began that looked far back. */
  lookedBackAt: number;
  order: Order;
  walk: Walk | null;
};

/** How long ago a request may be that is shown only now: the gateway writes what it counted in batches. */
const nearSeconds = 3 * 60;
/** Requests are found by when they began and shown when they have ended, so now and then it looks further back. */
const farSeconds = 2 * 3600;
const farEverySeconds = 30 * 60;
/** How far back the first round begins. */
const historySeconds = 31 * 86_400;
/** The gateway counts all rows of a window for every page of it. */
const windowSeconds = 6 * 3600;
/** Windows that reach the present stay open, for a gateway whose clock is ahead. */
const aheadSeconds = 86_400;

export function nextRound(last: Round | null, now: number): Round {
  if (!last) return { startedAt: now, lookedBackAt: now, order: 0, walk: windowFrom(now - historySeconds, now) };
  const isFar = Math.abs(now - last.lookedBackAt) >= farEverySeconds;
  const from = isFar ? Math.min(last.lookedBackAt, now) - farSeconds : Math.min(last.startedAt, now) - nearSeconds;
  return { ...last, startedAt: now, lookedBackAt: isFar ? now : last.lookedBackAt, walk: windowFrom(from, now) };
}

function windowFrom(from: number, now: number): Walk {
  const end = from + windowSeconds < now ? from + windowSeconds : now + aheadSeconds;
  return { from, to: end, end };
}

/** What follows when the window is read to its end. */
export const nextWindow = ({ end }: Walk, startedAt: number): Walk | null =>
  end < startedAt ? windowFrom(end, startedAt) : null;

/** The order of a page with rows of these times (in milliseconds); null if they have none. */
export function orderOf(times: readonly number[], known: Order): Order | null {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const order = first < last ? 1 : first > last ? -1 : known;
  // Rows with other times than the first and the last one, which are the same, are in no order either.
  const isKept = times.every((time, index) => {
    const step = time - (times[index - 1] ?? time);
    return order === 0 ? step === 0 : step * order >= 0;
  });
  return isKept ? order : null;
}

/**
 * What is left of the window after a full page that ends with a row of this time. Not the next page: pages are counted from
 * the beginning each time, and a row that comes or goes in between moves all that follow, rows of the same time even
 * without that. So the window begins again at the last second that was seen (or ends there); some rows come twice. Where
 * the order is not known, half of it is read anew. Null: that would be the same window, as a single second fills the page.
 */
export function rest(walk: Walk, last: number, order: Order): Walk | null {
  const { from, to } = walk;
  if (order === 0) {
    const middle = Math.floor((from + to) / 2);
    return to - from > 1 ? { from, to: middle, end: middle } : null;
  }
  const left = order === 1 ? { ...walk, from: Math.floor(last / 1000) } : { ...walk, to: Math.ceil(last / 1000) };
  return left.from > from || left.to < to ? left : null;
}

/** The second with which the window begins in this order. */
export const firstSecond = (walk: Walk, order: Order): Walk =>
  order === 1 ? { ...walk, to: Math.min(walk.to, walk.from + 1) } : { ...walk, from: Math.max(walk.from, walk.to - 1) };

/** What is left of the window without that second. */
export function withoutFirstSecond(walk: Walk, order: Order): Walk | null {
  if (walk.to - walk.from <= 1) return null;
  return order === -1 ? { ...walk, to: walk.to - 1 } : { ...walk, from: walk.from + 1 };
}

export const writeCursor = (round: Round): string => JSON.stringify(round);

/** Null for one that cannot be read: then everything is read again, which does no harm. */
export function readCursor(cursor: string | null): Round | null {
  try {
    const value = JSON.parse(cursor ?? 'null') as Partial<Round> | null;
    if (!value || !isCount(value.startedAt) || !isCount(value.lookedBackAt)) return null;
    const { startedAt, lookedBackAt, walk = null } = value;
    const isFine = walk === null || [walk.from, walk.to, walk.end].every(isCount);
    return isFine
      ? { startedAt, lookedBackAt, order: value.order === 1 || value.order === -1 ? value.order : 0, walk }
      : null;
  } catch {
    return null;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

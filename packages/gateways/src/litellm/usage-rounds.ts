/**
 * A part of a time window that is not read yet, in seconds since 1970 and with both ends in it, as the gateway counts.
 * `end`: where the whole window ends.
 */
export type Walk = { from: number; to: number; end: number; page: number };

/** `walk`: what is left of the round; null when it is over. */
export type Round = {
  startedAt: number;
  /** When the last round began that looked far back. */
  lookedBackAt: number;
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
  if (!last) return { startedAt: now, lookedBackAt: now, walk: windowFrom(now - historySeconds, now) };
  const isFar = Math.abs(now - last.lookedBackAt) >= farEverySeconds;
  const from = isFar ? Math.min(last.lookedBackAt, now) - farSeconds : Math.min(last.startedAt, now) - nearSeconds;
  return { startedAt: now, lookedBackAt: isFar ? now : last.lookedBackAt, walk: windowFrom(from, now) };
}

function windowFrom(from: number, now: number): Walk {
  const end = from + windowSeconds < now ? from + windowSeconds : now + aheadSeconds;
  return { from, to: end, end, page: 1 };
}

/** What follows when the window is read to its end. */
export function nextWindow({ walk, startedAt }: Round): Walk | null {
  return walk && walk.end < startedAt ? windowFrom(walk.end, startedAt) : null;
}

/**
 * What is left of the window after a full page with rows of these times (in milliseconds). Not the next page: pages are
 * counted from the beginning each time, and a row that comes or goes in between moves all that follow, rows of the same
 * time even without that. The window begins again at the last second that was seen instead; some rows come twice. Old
 * releases list the newest first whatever is asked for, so there it ends earlier. Only where a single second fills a
 * page, the next page is asked for.
 */
export function rest(walk: Walk, times: readonly number[]): Walk {
  const [first = Number.NaN, last = Number.NaN] = [times[0], times.at(-1)];
  if (first < last && isOrdered(times, 1)) {
    const from = Math.floor(last / 1000);
    if (from > walk.from) return { ...walk, from, page: 1 };
  }
  if (first > last && isOrdered(times, -1)) {
    const to = Math.ceil(last / 1000);
    if (to < walk.to) return { ...walk, to, page: 1 };
  }
  return { ...walk, page: walk.page + 1 };
}

const isOrdered = (times: readonly number[], direction: 1 | -1): boolean =>
  times.every((time, index) => index === 0 || (time - (times[index - 1] ?? Number.NaN)) * direction >= 0);

export const writeCursor = (round: Round): string => JSON.stringify(round);

/** Null for one that cannot be read: then everything is read again, which does no harm. */
export function readCursor(cursor: string | null): Round | null {
  try {
    const value = JSON.parse(cursor ?? 'null') as Partial<Round> | null;
    if (!value || !isCount(value.startedAt) || !isCount(value.lookedBackAt)) return null;
    const { startedAt, lookedBackAt, walk = null } = value;
    const isFine = walk === null || [walk.from, walk.to, walk.end, walk.page].every(isCount);
    return isFine ? { startedAt, lookedBackAt, walk } : null;
  } catch {
    return null;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

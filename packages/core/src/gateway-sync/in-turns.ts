import { setImmediate } from 'node:timers/promises';

const turnMs = 5;
const lookAtClockEvery = 50;

/** Something small for each of many, without keeping requests waiting that come in between. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const [index, item] of items.entries()) {
    work(item);
    if (index % lookAtClockEvery !== 0 || performance.now() - since < turnMs) continue;
    await setImmediate();
    since = performance.now();
  }
}

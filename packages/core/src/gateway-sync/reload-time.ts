import type { GatewayDriver } from '@gatehouse/gateways/driver';

/** The first guess. It usually takes tens of milliseconds, seconds with many credentials. */
const guessMs = 6;
const shortestMs = 5;
const longestFirstMs = 400;
const longestPauseMs = 1000;

const lately = new WeakMap<GatewayDriver, number>();

/**
 * A gateway answers before it has loaded what was written. When to look for it, as pauses one after the other: first
 * shortly before it took last time, then less and less often, for as long as `patienceMs`.
 */
export function* lookPauses(driver: GatewayDriver, patienceMs: number): Generator<number, void> {
  const expectedMs = lately.get(driver) ?? guessMs;
  let pauseMs = Math.min(Math.max(shortestMs, expectedMs * 0.9), longestFirstMs);
  let nextMs = Math.max(shortestMs, expectedMs / 6);
  for (let totalMs = 0; totalMs < patienceMs; totalMs += pauseMs) {
    if (totalMs > 0) {
      pauseMs = nextMs;
      nextMs = Math.min(nextMs * 1.8, longestPauseMs);
    }
    yield pauseMs;
  }
}

/** It showed in what was asked for so long after the write. Seen at once it may have been there for a while. */
export function sawAfter(driver: GatewayDriver, ms: number, isAtOnce: boolean): void {
  lately.set(driver, isAtOnce ? ms * 0.8 : ms);
}

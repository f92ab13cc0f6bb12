import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change } from '../driver/index.ts';

const patienceMs = 2_000;
const firstPauseMs = 15;
const longestPauseMs = 200;

/**
 * The gateway acknowledges a write before it has reloaded, and a second write during that reload can undo the first.
 * So the next write waits until the last one shows, for a bounded time: what is lost anyway is found by reading back.
 */
export class Settling {
  #last: { isVisible: () => Promise<boolean>; until: number } | null = null;

  wrote(isVisible: () => Promise<boolean>): void {
    this.#last = { isVisible, until: Date.now() + patienceMs };
  }

  async wait(): Promise<void> {
    const last = this.#last;
    this.#last = null;
    if (!last) return;
    for (let pause = firstPauseMs; Date.now() < last.until; pause = Math.min(pause * 2, longestPauseMs)) {
      if (await last.isVisible()) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** The last change of a kind is enough to look for: one write carries them all. */
export function lastOf<R extends Resource, K extends Change<R>['kind']>(
  changes: readonly Change<R>[],
  kind: K,
): Extract<Change<R>, { kind: K }> | undefined {
  return changes.findLast((change): change is Extract<Change<R>, { kind: K }> => change.kind === kind);
}

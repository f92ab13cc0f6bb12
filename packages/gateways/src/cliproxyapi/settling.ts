const patienceMs = 2_000;
const firstPauseMs = 15;
const longestPauseMs = 200;
const afterPauseMs = 40;
/** For a change that leaves no trace to look for. Reloading takes a few milliseconds, with many credentials more. */
const blindPauseMs = 300;

/**
 * Null where there is nothing to look for. `isStored`: management shows the write. `isVisible`: the data plane has
 * loaded it; null if it cannot be asked.
 */
export type Proof = { isStored: () => Promise<boolean>; isVisible: () => Promise<boolean | null> } | null;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The gateway acknowledges a write before it has loaded it. A second write during that reload can be stored and never
 * be loaded, or take the first one back. So the next write waits until the last one shows, for a bounded time:
 * what is lost anyway is found by reading back.
 */
export class Settling {
  #last: { proof: Proof; writtenAt: number } | null = null;

  wrote(proof: Proof): void {
    this.#last = { proof, writtenAt: Date.now() };
  }

  async wait(): Promise<void> {
    const last = this.#last;
    this.#last = null;
    if (!last) return;
    const age = () => Date.now() - last.writtenAt;
    if (!last.proof) return void (await sleep(Math.max(0, blindPauseMs - age())));
    for (let pause = firstPauseMs; age() < patienceMs; pause = Math.min(pause * 2, longestPauseMs)) {
      const isVisible = await last.proof.isVisible();
      // The reload ends a little after its effects show; how long depends on how long it took so far.
      await sleep(isVisible ? Math.min(Math.max(afterPauseMs, age()), blindPauseMs) : pause);
      if (isVisible) return;
      if (age() > blindPauseMs && (isVisible === null || !(await last.proof.isStored()))) return;
    }
  }
}

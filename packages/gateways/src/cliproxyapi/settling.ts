const patienceMs = 2_000;
const firstPauseMs = 15;
const longestPauseMs = 200;
const afterPauseMs = 40;
/** For a change that leaves no trace to look for. Reloading takes a few milliseconds, with many credentials more. */
const blindPauseMs = 300;

/** One thing that shows once the data plane has loaded a write. */
export type Sign = {
  /** Null if it cannot be found out. */
  ask: () => Promise<boolean | null>;
  /** Whether it shows in what was read of a list anyway. */
  isIn?: (list: object, items: readonly unknown[]) => boolean;
};

/** Null where there is nothing to look for. `isStored`: management shows the write. */
export type Proof = { signs: readonly Sign[]; isStored: () => Promise<boolean> } | null;

type LastWrite = { proof: Proof; writtenAt: number; open: Set<Sign>; seenAt: number | null };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The gateway acknowledges a write before it has loaded it. A second write during that reload can be stored and never
 * be loaded, or take the first one back. So the next write waits until the last one shows, for a bounded time:
 * what is lost anyway is found by reading back.
 */
export class Settling {
  #last: LastWrite | null = null;

  wrote(proof: Proof): void {
    this.#last = { proof, writtenAt: Date.now(), open: new Set(proof?.signs), seenAt: null };
  }

  /** Reading back has often seen already what the next write would wait for. */
  saw(list: object, items: readonly unknown[]): void {
    const last = this.#last;
    if (!last?.proof || last.seenAt !== null) return;
    for (const sign of last.open) if (sign.isIn?.(list, items)) last.open.delete(sign);
    if (last.open.size === 0) last.seenAt = Date.now();
  }

  async wait(): Promise<void> {
    const last = this.#last;
    if (!last) return;
    await untilLoaded(last);
    if (this.#last === last) this.#last = null;
  }
}

async function untilLoaded(last: LastWrite): Promise<void> {
  const { proof, writtenAt } = last;
  const age = () => Date.now() - writtenAt;
  if (!proof) return void (await sleep(Math.max(0, blindPauseMs - age())));
  for (let pause = firstPauseMs; age() < patienceMs; pause = Math.min(pause * 2, longestPauseMs)) {
    const isVisible = await isSeen(last);
    if (last.seenAt !== null) {
      // The reload ends a little after its effects show; how long depends on how long it took so far.
      const restMs = Math.min(Math.max(afterPauseMs, last.seenAt - writtenAt), blindPauseMs);
      return void (await sleep(Math.max(0, last.seenAt + restMs - Date.now())));
    }
    await sleep(pause);
    if (age() > blindPauseMs && (isVisible === null || !(await proof.isStored()))) return;
  }
}

async function isSeen(last: LastWrite): Promise<boolean | null> {
  for (const sign of last.open) {
    const isVisible = await sign.ask();
    if (!isVisible) return isVisible;
    last.open.delete(sign);
  }
  last.seenAt ??= Date.now();
  return true;
}

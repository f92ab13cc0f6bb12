/**
 * How long the gateway takes from reading its file to new client keys (`reloadMs`) and from there to new credentials
 * (`authsMs`); both 0 means before the answer. `manual`: nothing happens until `step()`.
 */
export type ReloadTiming = 'manual' | { reloadMs: number; authsMs: number; watchMs?: number };

type Phase = 'swap' | 'auths';
type Reload = () => Generator<Phase>;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Runs reloads one after another and decides when their phases happen. */
export class ReloadGate {
  timing: ReloadTiming;
  #queue: Reload[] = [];
  #current: Generator<Phase> | null = null;
  #isRunning = false;
  #generation = 0;

  constructor(timing: ReloadTiming) {
    this.timing = timing;
  }

  schedule(reload: Reload): void {
    if (this.timing !== 'manual' && this.timing.reloadMs === 0 && this.timing.authsMs === 0) {
      for (const _ of reload());
      return;
    }
    this.#queue.push(reload);
    if (this.timing !== 'manual') void this.#run(this.#generation);
  }

  /** As a file watcher does: after a pause in which further changes are awaited. */
  later(reload: Reload): void {
    if (this.timing === 'manual') {
      this.#queue.push(reload);
      return;
    }
    const generation = this.#generation;
    const watchMs = this.timing.watchMs ?? 150;
    setTimeout(() => generation === this.#generation && this.schedule(reload), watchMs).unref();
  }

  /** The next phase of the reload that is under way, or the beginning of the next one. False if there is none. */
  step(): boolean {
    if (!this.#current) {
      const next = this.#queue.shift();
      if (!next) return false;
      this.#current = next();
    }
    if (this.#current.next().done) this.#current = null;
    return true;
  }

  /** All phases of all waiting reloads. */
  flush(): void {
    while (this.step());
  }

  /** Forgets what was under way; for a restart. */
  drop(): void {
    this.#generation += 1;
    this.#queue = [];
    this.#current = null;
    this.#isRunning = false;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#current === null && !this.#isRunning;
  }

  async #run(generation: number): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let reload = this.#queue.shift(); reload; reload = this.#queue.shift()) {
      for (const phase of reload()) {
        await sleep(this.#phaseMs(phase));
        if (generation !== this.#generation) return;
      }
    }
    this.#isRunning = false;
  }

  #phaseMs(phase: Phase): number {
    if (this.timing === 'manual') return 0;
    return phase === 'swap' ? this.timing.reloadMs : this.timing.authsMs;
  }
}

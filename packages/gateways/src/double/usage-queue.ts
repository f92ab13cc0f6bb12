/** Usage records wait here until somebody takes them; taking removes them, and so does time. */
export class UsageQueue {
  #items: { at: number; raw: string; id: string }[] = [];
  readonly popped: string[] = [];
  readonly #now: () => number;
  retentionSeconds = 60;
  /** Somebody listens: what comes goes to them alone. */
  hasListener = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  push(id: string, raw: string): void {
    if (this.hasListener) return;
    this.#prune();
    this.#items.push({ at: this.#now(), raw, id });
  }

  /** Takes the oldest ones, as raw JSON texts. */
  pop(count: number): string[] {
    this.#prune();
    const taken = this.#items.splice(0, count);
    this.popped.push(...taken.map(({ id }) => id));
    return taken.map(({ raw }) => raw);
  }

  clear(): void {
    this.#items = [];
  }

  get size(): number {
    return this.#items.length;
  }

  #prune(): void {
    const oldest = this.#now() - this.retentionSeconds * 1000;
    this.#items = this.#items.filter(({ at }) => at >= oldest);
  }
}

import type { GatewayProblem } from '@gatehouse/contracts/gateways';

const coolDownMs = 10 * 60_000;

/** Opens on the first refused authentication, so that one wrong key never becomes five and a lock-out. */
export class Circuit {
  #open: { until: number; cause: GatewayProblem } | null = null;

  /** The problem to answer with instead of a call, or null if a call may be made. */
  check(now = Date.now()): GatewayProblem | null {
    if (!this.#open || now >= this.#open.until) return null;
    const retryAfterSeconds = Math.ceil((this.#open.until - now) / 1000);
    return {
      code: 'circuit_open',
      message: `Gatehouse does not call this gateway at the moment. ${this.#open.cause.message}`,
      retryAfterSeconds,
    };
  }

  trip(cause: GatewayProblem, now = Date.now()): void {
    const banMs = (cause.retryAfterSeconds ?? 0) * 1000;
    this.#open = { until: now + Math.max(coolDownMs, banMs), cause };
  }

  reset(): void {
    this.#open = null;
  }
}

import type { GatewayProblem } from '@gatehouse/contracts/gateways';

/**
 * `applied`: the gateway acknowledged; only a fresh `observe` proves it.
 * `rejected`: it certainly did nothing. `unknown`: it may or may not have acted; read back, never roll back.
 */
export type ApplyOutcome = (
  | { outcome: 'applied'; writes: number }
  | { outcome: 'rejected'; problem: GatewayProblem; writes: number }
  | { outcome: 'unknown'; problem: GatewayProblem; writes: number }
) & {
  /** By natural key, of a gateway that takes the changes one by one. Those that were never sent are `rejected`. */
  outcomes?: ReadonlyMap<string, ApplyOutcome>;
};

export type Answered<T> = ({ ok: true } & T) | { ok: false; problem: GatewayProblem };

/** What could not be put back, and why, in words for a person. */
export type Unrestored = { name: string; reason: string };

export type RestoreOutcome = ApplyOutcome & { unrestored?: Unrestored[] };

import type { Resource } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change, MayWrite } from '../driver/index.ts';
import type { AdminFailure } from './admin.ts';

export const applied = (writes: number): ApplyOutcome => ({ outcome: 'applied', writes });

/** What a failed write means for its change, after `writes` that were acknowledged. */
export function failedWrite(failure: AdminFailure, writes: number): ApplyOutcome {
  const { problem } = failure;
  if (failure.mayHaveActed) return { outcome: 'unknown', problem, writes: writes + 1 };
  return { outcome: writes > 0 ? 'unknown' : 'rejected', problem, writes };
}

/** Of a process that stood still for so long that another one writes now. */
const tookOver: Extract<ApplyOutcome, { outcome: 'rejected' }> = {
  outcome: 'rejected',
  problem: { code: 'list_moved', message: 'Another process took over this gateway; it goes on there.' },
  writes: 0,
};

/**
 * Each change with calls of its own, in order. Nothing follows an unknown one: whatever was the matter is found out by
 * reading first. A refused one does not concern the others.
 */
export async function oneByOne<R extends Resource>(
  changes: readonly Change<R>[],
  make: (change: Change<R>) => Promise<ApplyOutcome>,
  mayWrite: MayWrite | undefined,
): Promise<ApplyOutcome> {
  const outcomes = new Map<string, ApplyOutcome>();
  let writes = 0;
  let unknown: Extract<ApplyOutcome, { outcome: 'unknown' }> | null = null;
  let rejected: Extract<ApplyOutcome, { outcome: 'rejected' }> | null = null;
  for (const change of changes) {
    if (unknown) {
      outcomes.set(change.naturalKey, { outcome: 'rejected', problem: unknown.problem, writes: 0 });
      continue;
    }
    const result = mayWrite && !(await mayWrite()) ? tookOver : await make(change);
    outcomes.set(change.naturalKey, result);
    writes += result.writes;
    if (result.outcome === 'unknown') unknown = result;
    if (result.outcome === 'rejected') rejected ??= result;
  }
  const worst = unknown ?? rejected;
  if (!worst) return { outcome: 'applied', writes, outcomes };
  // Something was written for another change, so "certainly nothing happened" would be untrue for all of them together.
  const outcome = worst.outcome === 'rejected' && writes > 0 ? 'unknown' : worst.outcome;
  return { outcome, problem: worst.problem, writes, outcomes };
}

import type { Resource } from '@gatehouse/contracts/gateways';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Verdict } from './plan.ts';
import type { EntryRow } from './repository.ts';
import { isConfirmed } from './settle.ts';

/** So many runs have seen it saved and not loaded. */
export const stuckAfter = 3;

type Stuck = {
  driver: GatewayDriver;
  resource: Resource;
  rows: readonly EntryRow[];
  mayWrite: () => Promise<boolean>;
  isStillWriter?: () => Promise<boolean>;
  permanentKey?: () => Promise<string | null>;
};

/** A client key is as wanted in the list, and for several runs the data plane has not heard of it. */
export const isStuck = ({ resource, rows }: Stuck, verdicts: ReadonlyMap<string, Verdict>): boolean =>
  resource === 'client-keys' &&
  rows.some(
    (row) => verdicts.get(row.id) === 'not-live' && row.attempts >= stuckAfter && row.problem?.code === 'not_live',
  );

/**
 * What was written before and is not there: the gateway was loading meanwhile and took it back. It may be in its file all
 * the same, and then writing it again changes nothing that the gateway would load. Client keys show whether they are
 * loaded; of other entries only the first time of being there does.
 */
export const isWrittenAgain = ({ resource, rows }: Stuck, changing: ReadonlySet<string>): boolean =>
  resource !== 'client-keys' && rows.some((row) => changing.has(row.id) && mayBeSaved(row));

/** So long a reload can take in which a write was shown first, and then taken back. */
const reloadMs = 60_000;

/** A write of it may have arrived, and is not there any more or yet. */
const mayBeSaved = (row: EntryRow): boolean =>
  isConfirmed(row)
    ? row.applied_at !== null && Math.abs(Date.now() - row.applied_at.getTime()) < reloadMs
    : row.attempts > 0 && (row.status === 'unknown' || row.problem === null);

/** Makes the gateway load what it has saved. Answers how many writes that took. */
export async function reload({ driver, mayWrite, isStillWriter, permanentKey }: Stuck): Promise<number> {
  const key = driver.reload && (await permanentKey?.());
  if (!key || !(await mayWrite())) return 0;
  return (await driver.reload?.(key, isStillWriter))?.writes ?? 0;
}

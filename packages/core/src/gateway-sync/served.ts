import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change, ClientKeySpec, GatewayDriver, SpecOf } from '@gatehouse/gateways/driver';
import type { DesiredEntry, Verdict } from './plan.ts';
import type { EntryRow } from './repository.ts';
import { isConfirmed } from './settle.ts';

type Asking = { driver: GatewayDriver; resource: Resource };

/**
 * Client keys carry no live mark of their own: the data plane is asked with the last one of each kind. A reload takes the
 * whole list at once, so the last one speaks for all.
 */
export async function isServed<R extends Resource>(
  { driver, resource }: Asking,
  changes: Change<R>[],
  specOf: (change: Change<R>) => SpecOf[R] | null,
): Promise<boolean> {
  if (resource !== 'client-keys') return true;
  const added = changes.findLast(
    (change) => change.kind === 'ensure-present' && canAsk(change.spec) && isToBeAdmitted(change.spec),
  );
  const removed = changes.findLast((change) => change.kind === 'ensure-absent' && canAsk(specOf(change)));
  if (added && (await isAdmitted(driver, specOf(added))) === false) return false;
  return !(removed && (await isAdmitted(driver, specOf(removed))) === true);
}

/** A key that is blocked or has run out is there to be refused. */
const isToBeAdmitted = (spec: object): boolean => {
  const { isBlocked, expiresAt } = spec as ClientKeySpec;
  return !isBlocked && (expiresAt === undefined || Date.parse(expiresAt) > Date.now());
};

/** Of a key that is known by its hash only nobody can ask the data plane. */
const canAsk = (spec: object | null): boolean => spec !== null && !(spec as ClientKeySpec).isHashOnly;

const isAdmitted = (driver: GatewayDriver, spec: object | null): Promise<boolean | null> =>
  spec && canAsk(spec) ? driver.admits((spec as ClientKeySpec).key) : Promise.resolve(null);

/** Saved is not enough: a client key that is not confirmed yet counts only once the data plane admits or refuses it. */
export async function markUnserved<R extends Resource>(
  { driver, resource, rows }: Asking & { rows: readonly EntryRow[] },
  entries: readonly DesiredEntry<R>[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  if (resource !== 'client-keys') return;
  const unconfirmed = new Set(rows.filter((row) => !isConfirmed(row)).map((row) => row.id));
  for (const desired of ['present', 'absent'] as const) {
    const candidates = entries.filter(
      (entry) =>
        entry.desired === desired &&
        unconfirmed.has(entry.id) &&
        verdicts.get(entry.id) === 'agrees' &&
        canAsk(entry.spec) &&
        (desired === 'absent' || (entry.spec !== null && isToBeAdmitted(entry.spec))),
    );
    const last = candidates.at(-1)?.spec;
    if (!last || (await isAdmitted(driver, last)) !== (desired === 'absent')) continue;
    for (const entry of candidates) verdicts.set(entry.id, 'not-live');
  }
}

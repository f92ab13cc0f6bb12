import type { Resource } from '@gatehouse/contracts/gateways';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Writer } from './lease.ts';
import type { EntryRow, Fence, UnconfirmedRow } from './repository.ts';

/** The rows of a gateway's resources as a run left them, in the order of the database. */
export type EntryMemory = Map<Resource, readonly EntryRow[]>;

const memories = new WeakMap<GatewayDriver, { fence: Fence; rows: EntryMemory }>();

/**
 * What the last run of this process knew, if nobody was the writer since: then every row is as it was, but for those that
 * the database shows as unconfirmed. Whatever changes a wish makes its row unconfirmed, and only a writer confirms. It is
 * taken out: a run that fails leaves nothing that could be out of date.
 */
export function recall(driver: GatewayDriver, { predecessor }: Pick<Writer, 'predecessor'>): EntryMemory {
  const known = memories.get(driver);
  memories.delete(driver);
  const isNextInLine =
    known && predecessor && known.fence.holder === predecessor.holder && known.fence.epoch === predecessor.epoch;
  return isNextInLine ? known.rows : new Map();
}

export function remember(driver: GatewayDriver, { fence }: Pick<Writer, 'fence'>, rows: EntryMemory): void {
  memories.set(driver, { fence, rows });
}

/** Known rows with those that may be different now; null where what is known cannot be right. */
export function withUnconfirmed(
  known: readonly EntryRow[] | undefined,
  unconfirmed: readonly UnconfirmedRow[],
): readonly EntryRow[] | null {
  if (!known) return null;
  const fresh = new Map(unconfirmed.map((row) => [row.id, row]));
  const rows = known.map((row) => {
    const found = fresh.get(row.id);
    fresh.delete(row.id);
    if (!found && isUnconfirmed(row)) return null;
    return found ? sameOr(row, found) : row;
  });
  // Somebody confirmed or deleted without being the writer.
  if (!rows.every((row) => row !== null)) return null;
  return fresh.size === 0 ? rows : [...rows, ...fresh.values()];
}

/** What was read anew, with the rows that are the same as before as the same objects. */
export function withSame(known: readonly EntryRow[] | undefined, rows: readonly EntryRow[]): readonly EntryRow[] {
  if (!known) return rows;
  const before = new Map(known.map((row) => [row.id, row]));
  return rows.map((row) => {
    const same = before.get(row.id);
    return same ? sameOr(same, row) : row;
  });
}

/** After a run: what it wrote down, as the database has it. */
export function withRecorded(rows: readonly EntryRow[], recorded: readonly EntryRow[]): readonly EntryRow[] {
  if (recorded.length === 0) return rows;
  const written = new Map(recorded.map((row) => [row.id, row]));
  return rows.map((row) => written.get(row.id) ?? row);
}

const isUnconfirmed = ({ status }: EntryRow): boolean =>
  status === 'pending' || status === 'drifted' || status === 'unknown';

const sameOr = (known: EntryRow, found: EntryRow): EntryRow => (isSame(known, found) ? known : found);

function isSame(known: EntryRow, found: EntryRow): boolean {
  return (
    known.generation === found.generation &&
    known.observed_generation === found.observed_generation &&
    known.status === found.status &&
    known.desired === found.desired &&
    known.attempts === found.attempts &&
    known.owner_user_id === found.owner_user_id &&
    known.problem?.code === found.problem?.code &&
    known.applied_at?.getTime() === found.applied_at?.getTime() &&
    known.reverted_at.length === found.reverted_at.length &&
    known.reverted_at.every((at, index) => at.getTime() === found.reverted_at[index]?.getTime()) &&
    isSameSealed(known.spec_sealed, found.spec_sealed) &&
    isSameSealed(known.base_sealed, found.base_sealed)
  );
}

const isSameSealed = (known: Buffer | null, found: Buffer | null): boolean =>
  known === null || found === null ? known === found : known.equals(found);

import type { Resource, RivalNotice } from '@gatehouse/contracts/gateways';
import type { Stranger } from './plan.ts';
import type { EntryRow, EntryUpdate } from './repository.ts';

/** Every Gatehouse keeps a key that begins like this at its gateways. One that is not ours is another installation's. */
export const sentinelPrefix = 'gh-sentinel-';

export const rivalIn = (resource: Resource, strangers: readonly Stranger[]): RivalNotice['reason'] | null =>
  resource === 'client-keys' && strangers.some(({ naturalKey }) => naturalKey.startsWith(sentinelPrefix))
    ? 'sentinel'
    : null;

/** Whether something that we removed keeps coming back: so often that a person has to decide. */
export function hasReturns(rows: readonly EntryRow[], updates: readonly EntryUpdate[]): boolean {
  const found = new Map(updates.map(({ id, status }) => [id, status]));
  return rows.some((row) => row.desired === 'absent' && (found.get(row.id) ?? row.status) === 'conflict');
}

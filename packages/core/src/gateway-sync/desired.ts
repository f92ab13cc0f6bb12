import type { Resource } from '@gatehouse/contracts/gateways';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { GatewayDriver, SpecOf } from '@gatehouse/gateways/driver';
import { type QueryCreator, sql, type Transaction, type UpdateQueryBuilder, type UpdateResult } from 'kysely';
import type { Services } from '../context/index.ts';
import { fail } from '../errors/index.ts';

/** Binds a sealed spec to its identity, not to the row's id: a tombstone that is wanted again keeps its row. */
export const specPlace = (keyHmac: Buffer): string => `gateway_entries.spec:${keyHmac.toString('hex')}`;

/** Desired and observed entries are matched by this; the resource is in it, so that lists cannot be mixed up. */
export const naturalKeyHmac = (hmac: Services['hmac'], resource: Resource, naturalKey: string): Buffer =>
  hmac('natural-key', `${resource}\0${naturalKey}`);

/** An entry that is ready to be written in a transaction; making it needs neither database nor gateway. */
export type PreparedEntry = {
  id: string;
  gateway_id: string;
  resource: Resource;
  natural_key_hmac: Buffer;
  spec_sealed: Buffer;
  owner_user_id: string | null;
};

/** Checks the spec by the gateway's own rules and seals it. Throws `entry_refused` for what it would refuse or drop. */
export function prepareEntry<R extends Resource>(
  services: Pick<Services, 'hmac' | 'sealer'>,
  driver: GatewayDriver,
  entry: {
    gatewayId: string;
    /** Where it is known: what that version cannot hold is refused before anything is written. */
    gatewayVersion?: string | null;
    resource: R;
    spec: SpecOf[R];
    ownerUserId: string | null;
  },
): PreparedEntry {
  const normal = driver.normalise(entry.resource, entry.spec, entry.gatewayVersion);
  if (!normal.ok) throw fail('entry_refused', normal.problem.message, { message: normal.problem.message });
  const keyHmac = naturalKeyHmac(services.hmac, entry.resource, driver.naturalKey(entry.resource, normal.spec));
  return {
    id: newId(),
    gateway_id: entry.gatewayId,
    resource: entry.resource,
    natural_key_hmac: keyHmac,
    spec_sealed: services.sealer.seal(JSON.stringify(normal.spec), specPlace(keyHmac)),
    owner_user_id: entry.ownerUserId,
  };
}

/**
 * Wants the entry at its gateway: a new row, or the row of one that was removed before. Returns no row where it is
 * wanted already. A query and not a call, so that a use case can write it and its own rows in one statement.
 */
export const wantEntry = (db: QueryCreator<Database>, entry: PreparedEntry) => wantEntries(db, [entry]).returning('id');

export function wantEntries(db: QueryCreator<Database>, entries: readonly PreparedEntry[]) {
  return db
    .insertInto('gateway_entries')
    .values(entries.map((entry) => ({ ...entry, desired: 'present' as const })))
    .onConflict((conflict) =>
      conflict
        .columns(['gateway_id', 'resource', 'natural_key_hmac'])
        .doUpdateSet((eb) => ({
          spec_sealed: eb.ref('excluded.spec_sealed'),
          // A spec that is still here was never confirmed as gone: what it had may be at the gateway.
          base_sealed: eb.fn.coalesce('gateway_entries.spec_sealed', 'gateway_entries.base_sealed'),
          owner_user_id: eb.ref('excluded.owner_user_id'),
          desired: 'present',
          moved_to: null,
          generation: sql<number>`gateway_entries.generation + 1`,
          ...asPending,
        }))
        .where('gateway_entries.desired', '=', 'absent'),
    );
}

/** Wants these entries gone. The rows stay as tombstones until the gateway has confirmed. Answers the gateways to wake. */
export async function retireEntries(tx: Transaction<Database>, entryIds: readonly string[]): Promise<string[]> {
  if (entryIds.length === 0) return [];
  return retire(tx, (query) => query.where('id', 'in', entryIds));
}

/** The same for everything of one person. */
export function retireEntriesOf(tx: Transaction<Database>, userId: string): Promise<string[]> {
  return retire(tx, (query) => query.where('owner_user_id', '=', userId));
}

/** Everything that is wanted at this gateway is wanted as if for the first time: it may be another one than before. */
export async function wishAnew(tx: Transaction<Database>, gatewayId: string): Promise<void> {
  await tx
    .updateTable('gateway_entries')
    .set({ generation: sql`generation + 1`, ...asPending })
    .where('gateway_id', '=', gatewayId)
    .where('desired', '=', 'present')
    .execute();
}

type EntryUpdate = UpdateQueryBuilder<Database, 'gateway_entries', 'gateway_entries', UpdateResult>;

async function retire(tx: Transaction<Database>, filter: (query: EntryUpdate) => EntryUpdate): Promise<string[]> {
  const update = tx
    .updateTable('gateway_entries')
    .set({ desired: 'absent', generation: sql`generation + 1`, ...asPending })
    .where('desired', '=', 'present');
  const rows = await filter(update).returning('gateway_id').execute();
  return [...new Set(rows.map((row) => row.gateway_id))];
}

/** A change of what is wanted starts anew, whatever went wrong before. */
export const asPending = {
  status: 'pending',
  problem: null,
  attempts: 0,
  next_attempt_at: sql<Date>`now()`,
  reverted_at: sql<Date[]>`'{}'`,
  updated_at: sql<Date>`now()`,
} as const;

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema/index.ts';

export interface Lease {
  name: string;
  /** One running worker, not a machine or a role: whoever restarts is someone else. */
  holder: string;
  /** Grows with each change of holder and each new start after expiry: later writes beat earlier ones. */
  epoch: number;
}

/**
 * Takes the lease if it is free or has expired by the database's clock, else null. Asking again for what one still
 * holds extends it under the same epoch.
 */
export async function acquireLease(
  db: Kysely<Database>,
  { name, holder, ttlMs }: { name: string; holder: string; ttlMs: number },
): Promise<{ epoch: number } | null> {
  // clock_timestamp(), not now(): waiting for the row of a competitor must not count as time that is still left.
  const { rows } = await sql<{ epoch: number }>`
    insert into leases as held (name, holder, epoch, expires_at)
    values (${name}, ${holder}, 1, ${expiry(ttlMs)})
    on conflict (name) do update set
      holder = excluded.holder,
      epoch = held.epoch + case when held.expires_at > clock_timestamp() then 0 else 1 end,
      expires_at = ${expiry(ttlMs)}
    where held.holder = excluded.holder or held.expires_at <= clock_timestamp()
    returning epoch`.execute(db);
  return rows[0] ? { epoch: Number(rows[0].epoch) } : null;
}

/** False when the lease has expired, even if nobody else took it yet: then work must stop. */
export async function renewLease(
  db: Kysely<Database>,
  { name, holder, epoch, ttlMs }: Lease & { ttlMs: number },
): Promise<boolean> {
  const result = await db
    .updateTable('leases')
    .set({ expires_at: expiry(ttlMs) })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('epoch', '=', epoch)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps the row, so that the epoch goes on growing. False when it was not held any more. */
export async function releaseLease(db: Kysely<Database>, { name, holder, epoch }: Lease): Promise<boolean> {
  const result = await db
    .updateTable('leases')
    .set({ expires_at: sql<Date>`clock_timestamp()` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('epoch', '=', epoch)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The fence for a write under a lease: nobody can take the lease over before this transaction ends. */
export async function isLeaseHeld(tx: Transaction<Database>, { name, holder, epoch }: Lease): Promise<boolean> {
  const row = await tx
    .selectFrom('leases')
    .select('epoch')
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('epoch', '=', epoch)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

function expiry(ttlMs: number) {
  return sql<Date>`clock_timestamp() + ${ttlMs}::double precision * interval '1 millisecond'`;
}

import { sql, type Transaction } from 'kysely';

// Keeps these apart from other users of advisory locks in the same database.
const seed = 7_413_005;

/** Waits until no other transaction holds `name`; it is let go at the end of this one. */
export async function lockTransaction<DB>(tx: Transaction<DB>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, ${seed}))`.execute(tx);
}

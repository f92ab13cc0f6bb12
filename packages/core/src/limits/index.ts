import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import { unauthenticated } from '../authorization/index.ts';
import { notFound } from '../errors/index.ts';

/**
 * Whether the person may have one more. Taken under a lock that lasts as long as the transaction, so that the limit holds
 * under parallel calls. Removing the person waits for this transaction, so that it finds what this one adds; one who was
 * removed since the request was authenticated gets nothing more.
 */
export async function hasRoom(
  tx: Transaction<Database>,
  table: 'provider_keys' | 'custom_providers' | 'client_keys',
  userId: string,
  limit: number,
): Promise<boolean> {
  const { rows } = await sql<{ count: number | null }>`select count_owned(${table}, ${userId}) as count`.execute(tx);
  const count = rows[0]?.count ?? null;
  if (count === null) throw unauthenticated();
  return count < limit;
}

/** Holds a person who owns what is being edited: removing them waits, and finds what the edit adds. */
export async function holdOwner(tx: Transaction<Database>, userId: string): Promise<void> {
  const row = await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  if (!row) throw notFound('user');
}

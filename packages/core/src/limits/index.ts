import { lockTransaction } from '@gatehouse/db/locks';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';

const endedAt = { provider_keys: 'removed_at', custom_providers: 'removed_at', client_keys: 'revoked_at' } as const;

/**
 * Whether the person may have one more. Taken under a lock that lasts as long as the transaction, so that the limit holds
 * under parallel calls.
 */
export async function hasRoom(
  tx: Transaction<Database>,
  table: keyof typeof endedAt,
  userId: string,
  limit: number,
): Promise<boolean> {
  await lockTransaction(tx, `${table}:${userId}`);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.table(table)}
    where user_id = ${userId} and ${sql.ref(endedAt[table])} is null`.execute(tx);
  return (rows[0]?.count ?? 0) < limit;
}

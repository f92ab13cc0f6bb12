import { lockTransaction } from '@gatehouse/db/locks';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import { unauthenticated } from '../authorization/index.ts';

const endedAt = { provider_keys: 'removed_at', custom_providers: 'removed_at', client_keys: 'revoked_at' } as const;

/**
 * Whether the person may have one more. Taken under a lock that lasts as long as the transaction, so that the limit holds
 * under parallel calls. Removing the person waits for this transaction, so that it finds what this one adds; one who was
 * removed since the request was authenticated gets nothing more.
 */
export async function hasRoom(
  tx: Transaction<Database>,
  table: keyof typeof endedAt,
  userId: string,
  limit: number,
): Promise<boolean> {
  await lockTransaction(tx, `${table}:${userId}`);
  const { rows } = await sql<{ count: number }>`
    select (
      select count(*)::integer from ${sql.table(table)} where user_id = ${userId} and ${sql.ref(endedAt[table])} is null
    ) as count
    from users where id = ${userId} and is_active and removed_at is null for key share`.execute(tx);
  const [row] = rows;
  if (!row) throw unauthenticated();
  return row.count < limit;
}

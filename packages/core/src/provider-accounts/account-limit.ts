import { lockTransaction } from '@gatehouse/db/locks';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import { fail, notFound } from '../errors/index.ts';

/** Nobody has more accounts at providers than this, by mistake or otherwise. */
const accountsPerUser = 20;

/** Holds the person until the transaction ends, so that the limit holds and that removing them finds what it adds. */
export async function takeRoom(tx: Transaction<Database>, userId: string): Promise<void> {
  await lockTransaction(tx, `provider_accounts:${userId}`);
  const { rows } = await sql<{ count: number }>`
    select (
      select count(*)::integer from provider_accounts where user_id = ${userId} and removed_at is null
    ) as count
    from users where id = ${userId} and is_active and removed_at is null for key share`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('user');
  if (row.count >= accountsPerUser)
    throw fail('provider_account_limit', `You have ${accountsPerUser} accounts already. Remove one first.`, {
      limit: accountsPerUser,
    });
}

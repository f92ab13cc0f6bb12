import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { closeConnects } from './connect-repository.ts';

/** All accounts of a person leave their gateways, and logins under way are given up. Answers the gateways concerned. */
export async function retireAccountsOf(
  tx: Transaction<Database>,
  userId: string,
): Promise<{ gatewayIds: string[]; count: number }> {
  const now = sql<Date>`now()`;
  await closeConnects(tx, { userId });
  const rows = await tx
    .updateTable('provider_accounts')
    .set({ desired: 'absent', status: 'pending', problem: null, attempts: 0, next_attempt_at: now, removed_at: now })
    .where('user_id', '=', userId)
    .where('desired', '=', 'present')
    .returning('gateway_id')
    .execute();
  const closing = await tx
    .selectFrom('connect_sessions')
    .select('gateway_id')
    .where('user_id', '=', userId)
    .where('is_closing', '=', true)
    .execute();
  const gatewayIds = [...new Set([...rows, ...closing].map((row) => row.gateway_id))];
  return { gatewayIds, count: rows.length };
}

/** Accounts and logins of this person that a gateway in use has not confirmed as gone. */
export async function countUnconfirmedAccounts(db: Kysely<Database>, userId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (
      select count(*) from provider_accounts a join gateways g on g.id = a.gateway_id and g.removed_at is null
      where a.user_id = ${userId} and not (a.desired = 'absent' and a.status = 'applied')
    )::integer + (
      select count(*) from connect_sessions s join gateways g on g.id = s.gateway_id and g.removed_at is null
      where s.user_id = ${userId} and (s.status = 'open' or s.is_closing)
    )::integer as count`.execute(db);
  return rows[0]?.count ?? 0;
}

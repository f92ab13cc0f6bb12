import type { AccountProvider, ConnectProblem, ConnectView } from '@gatehouse/contracts/provider-accounts';
import type { ConnectSessionsTable, Database } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';

type Db = Kysely<Database>;
export type ConnectRow = Selectable<ConnectSessionsTable>;

export const selectConnect = (db: Db, id: string): Promise<ConnectRow | undefined> =>
  db.selectFrom('connect_sessions').selectAll().where('id', '=', id).executeTakeFirst();

const isUnsettled = sql<boolean>`(status = 'open' or is_closing)`;

/** Those about which the gateway may still have something to say. */
export const selectUnsettled = (db: Db, gatewayId: string): Promise<ConnectRow[]> =>
  db
    .selectFrom('connect_sessions')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where(isUnsettled)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** As it is now, and until this transaction ends; undefined once it is settled. */
export const lockUnsettled = (tx: Transaction<Database>, id: string): Promise<ConnectRow | undefined> =>
  tx.selectFrom('connect_sessions').selectAll().where('id', '=', id).where(isUnsettled).forUpdate().executeTakeFirst();

/** Ended since then without anybody knowing whether a credential came of it. */
export function selectUncertain(db: Db, row: Pick<ConnectRow, 'gateway_id' | 'provider' | 'created_at'>) {
  return db
    .selectFrom('connect_sessions')
    .select(['id', 'parked_files'])
    .where('gateway_id', '=', row.gateway_id)
    .where('provider', '=', row.provider)
    .where('problem', '=', 'lost')
    .where('ended_at', '>=', row.created_at)
    .execute();
}

/** Files at this gateway that nobody could be given: never a candidate for a later login. */
export async function selectParked(db: Db, gatewayId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('connect_sessions')
    .select(['user_id', 'parked_files'])
    .where('gateway_id', '=', gatewayId)
    .where('status', '=', 'unclaimed')
    .execute();
  const byFile = new Map<string, string[]>();
  for (const row of rows)
    for (const file of row.parked_files) byFile.set(file, [...(byFile.get(file) ?? []), row.user_id]);
  return byFile;
}

export type ConnectEnd = {
  status: Exclude<ConnectRow['status'], 'open'>;
  problem?: ConnectProblem | undefined;
  accountId?: string | undefined;
  parked?: string[] | undefined;
};

/**
 * The state goes: whoever knows it could still use it at the gateway. What has ended already stays as it ended: another
 * process may have been the writer meanwhile.
 */
export async function endConnect(db: Db, id: string, { status, problem, accountId, parked = [] }: ConnectEnd) {
  await db
    .updateTable('connect_sessions')
    .set({
      status,
      problem: problem ?? null,
      account_id: accountId ?? null,
      parked_files: parked,
      state_sealed: null,
      is_closing: false,
      ended_at: sql<Date>`coalesce(ended_at, now())`,
    })
    .where('id', '=', id)
    .where(isUnsettled)
    .execute();
}

const keptForDays = 30;

/** Housekeeping: logins that ended long ago, but for those whose credential nobody was given yet. */
export async function removeOldConnects(db: Db): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('connect_sessions')
    .where('status', '<>', 'open')
    .where('is_closing', '=', false)
    .where('ended_at', '<', sql<Date>`now() - ${keptForDays}::integer * interval '1 day'`)
    .where((eb) => eb.not(eb.and([eb('status', '=', 'unclaimed'), sql<boolean>`cardinality(parked_files) > 0`])))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Given up by its person; the worker tells the gateway. */
export async function closeConnects(
  tx: Transaction<Database>,
  where: { id: string } | { userId: string; gatewayId?: string; provider?: string },
): Promise<void> {
  let query = tx
    .updateTable('connect_sessions')
    .set({ status: 'cancelled', is_closing: true, ended_at: sql<Date>`now()` })
    .where('status', '=', 'open');
  if ('id' in where) query = query.where('id', '=', where.id);
  else {
    query = query.where('user_id', '=', where.userId);
    if (where.gatewayId) query = query.where('gateway_id', '=', where.gatewayId);
    if (where.provider) query = query.where('provider', '=', where.provider);
  }
  await query.execute();
}

export const connectView = (row: ConnectRow): ConnectView => ({
  id: row.id,
  gatewayId: row.gateway_id,
  provider: row.provider as AccountProvider,
  status: row.status,
  problem: row.problem as ConnectProblem | null,
  accountId: row.account_id,
  expiresAt: row.expires_at,
});

import type { EntryState, GatewayProblem } from '@gatehouse/contracts/gateways';
import {
  type AccountProvider,
  accountSettings,
  type ProviderAccountView,
} from '@gatehouse/contracts/provider-accounts';
import type { Database, ProviderAccountsTable } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';

type Db = Kysely<Database>;
export type AccountRow = Selectable<ProviderAccountsTable>;

const isGone = sql<boolean>`(provider_accounts.desired = 'absent' and provider_accounts.status = 'applied')`;

function baseQuery(db: Db) {
  return db
    .selectFrom('provider_accounts')
    .innerJoin('gateways', 'gateways.id', 'provider_accounts.gateway_id')
    .innerJoin('users', 'users.id', 'provider_accounts.user_id')
    .selectAll('provider_accounts')
    .select(['gateways.name as gateway_name', 'users.name as user_name'])
    .where('gateways.removed_at', 'is', null);
}

/** Newest first; an account that is being removed stays in the list until its gateway has confirmed. */
export async function selectAccounts(db: Db, ownerId: string | null): Promise<ProviderAccountView[]> {
  let query = baseQuery(db)
    .where((eb) => eb.not(isGone))
    .orderBy('provider_accounts.id', 'desc');
  if (ownerId !== null) query = query.where('provider_accounts.user_id', '=', ownerId);
  return (await query.execute()).map(viewOf);
}

export async function selectAccount(db: Db, id: string): Promise<ProviderAccountView | null> {
  const row = await baseQuery(db).where('provider_accounts.id', '=', id).executeTakeFirst();
  return row ? viewOf(row) : null;
}

/** Locks the row, so that two changes of it are one after the other. */
export function lockAccount(tx: Transaction<Database>, id: string) {
  return tx.selectFrom('provider_accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Those of a gateway that are there or should not be there any more. */
export function selectAccountRows(db: Db, gatewayId: string): Promise<AccountRow[]> {
  return db
    .selectFrom('provider_accounts')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where((eb) => eb.not(isGone))
    .orderBy('id')
    .execute();
}

export type NamedAccountRow = AccountRow & { user_name: string | null };

/** The same with the names of their owners. */
export function selectNamedRows(db: Db, gatewayId: string): Promise<NamedAccountRow[]> {
  return db
    .selectFrom('provider_accounts')
    .innerJoin('users', 'users.id', 'provider_accounts.user_id')
    .selectAll('provider_accounts')
    .select('users.name as user_name')
    .where('provider_accounts.gateway_id', '=', gatewayId)
    .where((eb) => eb.not(isGone))
    .orderBy('provider_accounts.id')
    .execute();
}

export type NewAccount = {
  id: string;
  gateway_id: string;
  user_id: string;
  provider: string;
  name: string;
  file_name_hmac: Buffer;
  file_name_sealed: Buffer;
  is_uploading?: boolean;
  is_disabled?: boolean;
  desired?: 'present' | 'absent';
};

/** False if the file has an owner already. */
export async function insertAccount(tx: Transaction<Database>, row: NewAccount): Promise<boolean> {
  const inserted = await tx
    .insertInto('provider_accounts')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export const stateOf = (row: Pick<AccountRow, 'status' | 'desired' | 'problem' | 'applied_at'>): EntryState => ({
  status: row.status,
  desired: row.desired,
  problem: row.problem as GatewayProblem | null,
  appliedAt: row.applied_at,
});

/** Beside the settings in their row, so that no list has to open what is sealed. */
const headerNames = z.object({ headerNames: z.array(z.string()).default([]) });

type ShownRow = AccountRow & { gateway_name: string; user_name: string };

const viewOf = (row: ShownRow): ProviderAccountView => ({
  id: row.id,
  gatewayId: row.gateway_id,
  gatewayName: row.gateway_name,
  provider: row.provider as AccountProvider,
  name: row.name,
  isDisabled: row.is_disabled,
  settings: accountSettings.parse(row.settings),
  headerNames: headerNames.parse(row.settings).headerNames,
  health: row.health,
  owner: { id: row.user_id, name: row.user_name },
  createdAt: row.created_at,
  state: stateOf(row),
});

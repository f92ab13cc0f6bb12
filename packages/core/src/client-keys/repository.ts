import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction, type UpdateObject } from 'kysely';
import { isShown, stateColumns, stateOf } from '../gateway-sync/index.ts';
import { limitsFrom } from './limits.ts';

/** Newest first; a revoked key stays in the list until its gateway has confirmed. */
export async function selectClientKeys(db: Kysely<Database>, ownerId: string | null): Promise<ClientKeyView[]> {
  let query = viewQuery(db).where(isShown('client_keys.revoked_at')).orderBy('client_keys.id', 'desc');
  if (ownerId !== null) query = query.where('client_keys.user_id', '=', ownerId);
  return (await query.execute()).map(viewOf);
}

export async function selectClientKey(db: Kysely<Database>, id: string): Promise<ClientKeyView | null> {
  const row = await viewQuery(db).where('client_keys.id', '=', id).executeTakeFirst();
  return row ? viewOf(row) : null;
}

const isExpired = sql<boolean>`coalesce(client_keys.expires_at <= now(), false)`.as('is_expired');

const viewQuery = (db: Kysely<Database>) =>
  db
    .selectFrom('client_keys')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'client_keys.entry_id')
    .innerJoin('gateways', 'gateways.id', 'client_keys.gateway_id')
    .innerJoin('users', 'users.id', 'client_keys.user_id')
    .leftJoin('users as setters', 'setters.id', 'client_keys.limits_set_by')
    .leftJoin('teams', 'teams.id', 'client_keys.team_id')
    .select([
      'client_keys.id',
      'client_keys.gateway_id',
      'client_keys.team_id',
      'teams.name as team_name',
      'client_keys.user_id',
      'client_keys.name',
      'client_keys.masked',
      'client_keys.limits',
      'client_keys.expires_at',
      'client_keys.is_blocked',
      'client_keys.version',
      'client_keys.created_at',
      'client_keys.revoked_at',
      'gateways.name as gateway_name',
      'users.name as user_name',
      'setters.name as setter_name',
      isExpired,
      ...stateColumns,
    ])
    .where('gateways.removed_at', 'is', null);

type ViewRow = Awaited<ReturnType<ReturnType<typeof viewQuery>['executeTakeFirstOrThrow']>>;

const viewOf = (row: ViewRow): ClientKeyView => ({
  id: row.id,
  gatewayId: row.gateway_id,
  gatewayName: row.gateway_name,
  name: row.name,
  masked: row.masked,
  owner: { id: row.user_id, name: row.user_name },
  team: row.team_id !== null && row.team_name !== null ? { id: row.team_id, name: row.team_name } : null,
  limits: limitsFrom(row.limits),
  expiresAt: row.expires_at,
  isExpired: row.is_expired,
  isBlocked: row.is_blocked,
  limitsSetBy: row.setter_name,
  version: row.version,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  state: stateOf(row),
});

/** Whose it is and where, also after it was revoked. */
export function selectOwner(db: Kysely<Database>, id: string) {
  return db.selectFrom('client_keys').select(['user_id', 'gateway_id']).where('id', '=', id).executeTakeFirst();
}

const keyQuery = (tx: Transaction<Database>) =>
  tx
    .selectFrom('client_keys')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'client_keys.entry_id')
    .innerJoin('users', 'users.id', 'client_keys.user_id')
    .leftJoin('users as setters', 'setters.id', 'client_keys.limits_set_by')
    .leftJoin('teams', 'teams.id', 'client_keys.team_id')
    .select([
      'client_keys.id',
      'client_keys.user_id',
      'client_keys.entry_id',
      'client_keys.gateway_id',
      'client_keys.team_id',
      'teams.name as team_name',
      'client_keys.name',
      'client_keys.masked',
      'client_keys.key_sealed',
      'client_keys.limits',
      'client_keys.limits_set_by',
      'client_keys.expires_at',
      'client_keys.is_blocked',
      'client_keys.version',
      'client_keys.revoked_at',
      'gateway_entries.desired as entry_desired',
      'users.name as user_name',
      'users.is_active as is_owner_active',
      'setters.name as limits_set_by_name',
      isExpired,
    ]);

/** What it takes to decide about a key, and to make it anew at its gateway. */
export type KeyRow = Awaited<ReturnType<ReturnType<typeof keyQuery>['executeTakeFirstOrThrow']>>;

/** Locks the row, so that two changes of it are one after the other. */
export const lockClientKey = (tx: Transaction<Database>, id: string): Promise<KeyRow | undefined> =>
  keyQuery(tx).where('client_keys.id', '=', id).forUpdate('client_keys').executeTakeFirst();

/** Keys whose time is over and was not noticed yet. What another process is at is left to it. */
export const lockExpired = (tx: Transaction<Database>, limit: number): Promise<KeyRow[]> =>
  keyQuery(tx)
    .where('client_keys.expires_at', '<=', sql<Date>`now()`)
    .where('client_keys.expired_at', 'is', null)
    .where('client_keys.revoked_at', 'is', null)
    .orderBy('client_keys.id')
    .limit(limit)
    .forUpdate('client_keys')
    .skipLocked()
    .execute();

export async function markExpired(tx: Transaction<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('client_keys')
    .set({ expired_at: sql<Date>`now()` })
    .where('id', 'in', [...ids])
    .execute();
}

export async function updateClientKeyRow(
  tx: Transaction<Database>,
  id: string,
  values: UpdateObject<Database, 'client_keys'>,
): Promise<void> {
  await tx
    .updateTable('client_keys')
    .set({ ...values, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Locked like every other change of it. */
export function selectForRevocation(tx: Transaction<Database>, id: string) {
  return tx
    .selectFrom('client_keys')
    .select(['user_id', 'entry_id', 'name', 'masked', 'gateway_id', 'revoked_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The key itself goes; its hash stays, so that late usage records still name their owner. */
export async function markRevoked(tx: Transaction<Database>, id: string): Promise<void> {
  await tx
    .updateTable('client_keys')
    .set({ revoked_at: sql<Date>`now()`, key_sealed: null })
    .where('id', '=', id)
    .execute();
}

/** The person's oldest key for this gateway that works there. */
export function selectOwnKey(db: Kysely<Database>, userId: string, gatewayId: string) {
  return db
    .selectFrom('client_keys')
    .select(['id', 'key_sealed'])
    .where('user_id', '=', userId)
    .where('gateway_id', '=', gatewayId)
    .where('revoked_at', 'is', null)
    .where('key_sealed', 'is not', null)
    .where('is_blocked', '=', false)
    .where(sql<boolean>`coalesce(expires_at > now(), true)`)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst();
}

/** All keys of the person that were not revoked, for gateways in use. */
export const selectKeysInForce = (tx: Transaction<Database>, userId: string): Promise<KeyRow[]> =>
  keyQuery(tx)
    .innerJoin('gateways', 'gateways.id', 'client_keys.gateway_id')
    .where('client_keys.user_id', '=', userId)
    .where('client_keys.revoked_at', 'is', null)
    .where('gateways.removed_at', 'is', null)
    .orderBy('client_keys.id')
    .forUpdate('client_keys')
    .execute();

/** Locked; `userId` null: of everybody. */
export function lockKeysInTeam(tx: Transaction<Database>, teamId: string, userId: string | null): Promise<KeyRow[]> {
  let query = keyQuery(tx)
    .innerJoin('gateways', 'gateways.id', 'client_keys.gateway_id')
    .where('client_keys.team_id', '=', teamId)
    .where('client_keys.revoked_at', 'is', null)
    .where('gateways.removed_at', 'is', null);
  if (userId !== null) query = query.where('client_keys.user_id', '=', userId);
  return query.orderBy('client_keys.id').forUpdate('client_keys').execute();
}

/** With its person; only if both may still be used. */
export async function selectLiveOwner(db: Kysely<Database>, keyHmac: Buffer) {
  const row = await db
    .selectFrom('client_keys')
    .innerJoin('users', 'users.id', 'client_keys.user_id')
    .select(['client_keys.id', 'client_keys.gateway_id', 'client_keys.expires_at'])
    .select(['users.id as user_id', 'users.name as user_name', 'users.email', 'users.role'])
    .where('client_keys.key_hmac', '=', keyHmac)
    .where('client_keys.revoked_at', 'is', null)
    .where('client_keys.is_blocked', '=', false)
    .where('users.is_active', '=', true)
    .where('users.removed_at', 'is', null)
    .executeTakeFirst();
  if (!row || row.user_name === null || row.email === null || row.role === null) return null;
  const { user_id: userId, user_name: name, email, role } = row;
  return { id: row.id, gatewayId: row.gateway_id, expiresAt: row.expires_at, user: { userId, name, email, role } };
}

import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { isShown, stateColumns, stateOf } from '../gateway-sync/index.ts';

/** Newest first; a revoked key stays in the list until its gateway has confirmed. */
export async function selectClientKeys(db: Kysely<Database>, ownerId: string | null): Promise<ClientKeyView[]> {
  let query = db
    .selectFrom('client_keys')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'client_keys.entry_id')
    .innerJoin('gateways', 'gateways.id', 'client_keys.gateway_id')
    .innerJoin('users', 'users.id', 'client_keys.user_id')
    .select([
      'client_keys.id',
      'client_keys.gateway_id',
      'client_keys.user_id',
      'client_keys.name',
      'client_keys.masked',
      'client_keys.created_at',
      'client_keys.revoked_at',
      'gateways.name as gateway_name',
      'users.name as user_name',
      ...stateColumns,
    ])
    .where('gateways.removed_at', 'is', null)
    .where(isShown('client_keys.revoked_at'))
    .orderBy('client_keys.id', 'desc');
  if (ownerId !== null) query = query.where('client_keys.user_id', '=', ownerId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    name: row.name,
    masked: row.masked,
    owner: { id: row.user_id, name: row.user_name },
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    state: stateOf(row),
  }));
}

/** Locks the row, so that two revocations are one after the other. */
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

/** The person's oldest key for this gateway that is in force. */
export function selectOwnKey(db: Kysely<Database>, userId: string, gatewayId: string) {
  return db
    .selectFrom('client_keys')
    .select(['id', 'key_sealed'])
    .where('user_id', '=', userId)
    .where('gateway_id', '=', gatewayId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst();
}

/** All keys of the person that were not revoked, for gateways in use. */
export function selectKeysInForce(tx: Transaction<Database>, userId: string) {
  return tx
    .selectFrom('client_keys')
    .innerJoin('gateways', 'gateways.id', 'client_keys.gateway_id')
    .select(['client_keys.id', 'client_keys.entry_id', 'client_keys.gateway_id', 'client_keys.key_sealed'])
    .where('client_keys.user_id', '=', userId)
    .where('client_keys.revoked_at', 'is', null)
    .where('gateways.removed_at', 'is', null)
    .orderBy('client_keys.id')
    .execute();
}

import type { Provider, ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { isShown, type PreparedEntry, stateColumns, stateOf } from '../gateway-sync/index.ts';

/** Whose the key is that has this identity at this gateway; null if nobody's. */
export async function selectByIdentity(db: Kysely<Database>, entry: PreparedEntry): Promise<ProviderKeyView | null> {
  const row = await baseQuery(db)
    .where('provider_keys.gateway_id', '=', entry.gateway_id)
    .where('gateway_entries.natural_key_hmac', '=', entry.natural_key_hmac)
    .executeTakeFirst();
  return row ? viewOf(row) : null;
}

export async function selectProviderKeys(db: Kysely<Database>, ownerId: string | null): Promise<ProviderKeyView[]> {
  let query = baseQuery(db, true).orderBy('provider_keys.id', 'desc');
  if (ownerId !== null) query = query.where('provider_keys.user_id', '=', ownerId);
  return (await query.execute()).map(viewOf);
}

/** Locks the row, so that two removals are one after the other. */
export function selectForRemoval(tx: Transaction<Database>, id: string) {
  return tx
    .selectFrom('provider_keys')
    .select(['user_id', 'entry_id', 'provider', 'name', 'masked', 'gateway_id', 'removed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function markRemoved(tx: Transaction<Database>, id: string): Promise<void> {
  await tx.updateTable('provider_keys').set({ removed_at: sql<Date>`now()` }).where('id', '=', id).execute();
}

/** `withLeaving`: a key that is being removed stays in the list until its gateway has confirmed. */
function baseQuery(db: Kysely<Database>, withLeaving = false) {
  return db
    .selectFrom('provider_keys')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'provider_keys.entry_id')
    .innerJoin('gateways', 'gateways.id', 'provider_keys.gateway_id')
    .innerJoin('users', 'users.id', 'provider_keys.user_id')
    .select([
      'provider_keys.id',
      'provider_keys.gateway_id',
      'provider_keys.user_id',
      'provider_keys.provider',
      'provider_keys.name',
      'provider_keys.masked',
      'provider_keys.base_url',
      'provider_keys.created_at',
      'gateways.name as gateway_name',
      'users.name as user_name',
      ...stateColumns,
    ])
    .where('gateways.removed_at', 'is', null)
    .where((eb) => (withLeaving ? isShown('provider_keys.removed_at') : eb('provider_keys.removed_at', 'is', null)));
}

type Row = Awaited<ReturnType<ReturnType<typeof baseQuery>['executeTakeFirstOrThrow']>>;

const viewOf = (row: Row): ProviderKeyView => ({
  id: row.id,
  gatewayId: row.gateway_id,
  gatewayName: row.gateway_name,
  provider: row.provider as Provider,
  name: row.name,
  masked: row.masked,
  baseUrl: row.base_url,
  owner: { id: row.user_id, name: row.user_name },
  createdAt: row.created_at,
  state: stateOf(row),
});

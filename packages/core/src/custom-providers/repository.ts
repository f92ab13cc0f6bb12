import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { isShown, type PreparedEntry, stateColumns, stateOf } from '../gateway-sync/index.ts';

/** The provider of this name at this gateway; null if there is none. */
export async function selectByIdentity(db: Kysely<Database>, entry: PreparedEntry): Promise<CustomProviderView | null> {
  const row = await baseQuery(db)
    .where('custom_providers.gateway_id', '=', entry.gateway_id)
    .where('gateway_entries.natural_key_hmac', '=', entry.natural_key_hmac)
    .executeTakeFirst();
  return row ? viewOf(row) : null;
}

export async function selectCustomProviders(
  db: Kysely<Database>,
  ownerId: string | null,
): Promise<CustomProviderView[]> {
  let query = baseQuery(db, true).orderBy('custom_providers.id', 'desc');
  if (ownerId !== null) query = query.where('custom_providers.user_id', '=', ownerId);
  return (await query.execute()).map(viewOf);
}

/** Locks the row, so that two removals are one after the other. */
export function selectForRemoval(tx: Transaction<Database>, id: string) {
  return tx
    .selectFrom('custom_providers')
    .select(['user_id', 'entry_id', 'name', 'masked', 'gateway_id', 'removed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function markRemoved(tx: Transaction<Database>, id: string): Promise<void> {
  await tx.updateTable('custom_providers').set({ removed_at: sql<Date>`now()` }).where('id', '=', id).execute();
}

/** `withLeaving`: one that is being removed stays in the list until its gateway has confirmed. */
function baseQuery(db: Kysely<Database>, withLeaving = false) {
  return db
    .selectFrom('custom_providers')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'custom_providers.entry_id')
    .innerJoin('gateways', 'gateways.id', 'custom_providers.gateway_id')
    .innerJoin('users', 'users.id', 'custom_providers.user_id')
    .select([
      'custom_providers.id',
      'custom_providers.gateway_id',
      'custom_providers.user_id',
      'custom_providers.name',
      'custom_providers.display_name',
      'custom_providers.models',
      'custom_providers.masked',
      'custom_providers.base_url',
      'custom_providers.created_at',
      'gateways.name as gateway_name',
      'users.name as user_name',
      ...stateColumns,
    ])
    .where('gateways.removed_at', 'is', null)
    .where((eb) =>
      withLeaving ? isShown('custom_providers.removed_at') : eb('custom_providers.removed_at', 'is', null),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof baseQuery>['executeTakeFirstOrThrow']>>;

const viewOf = (row: Row): CustomProviderView => ({
  id: row.id,
  gatewayId: row.gateway_id,
  gatewayName: row.gateway_name,
  name: row.name,
  displayName: row.display_name,
  baseUrl: row.base_url,
  masked: row.masked,
  models: row.models,
  owner: { id: row.user_id, name: row.user_name },
  createdAt: row.created_at,
  state: stateOf(row),
});

import type { EntrySettings, ModelMapping, Provider, ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { settingsFrom } from '../entry-settings/index.ts';
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

export async function selectProviderKey(db: Kysely<Database>, id: string): Promise<ProviderKeyView | null> {
  const row = await baseQuery(db).where('provider_keys.id', '=', id).executeTakeFirst();
  return row ? viewOf(row) : null;
}

/** Whose it is and where, also after it was removed. */
export function selectOwner(db: Kysely<Database>, id: string) {
  return db.selectFrom('provider_keys').select(['user_id', 'gateway_id']).where('id', '=', id).executeTakeFirst();
}

export type Shown = {
  entry_id: string;
  name: string;
  masked: string;
  base_url: string | null;
  models: ModelMapping[];
  settings: EntrySettings;
  is_disabled: boolean;
};

/** After an edit: the row speaks of what is wanted from now on. */
export async function updateShown(tx: Transaction<Database>, id: string, shown: Shown): Promise<void> {
  await tx
    .updateTable('provider_keys')
    .set({
      ...shown,
      models: JSON.stringify(shown.models),
      settings: JSON.stringify(shown.settings),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', id)
    .execute();
}

/** Locks the row, so that two changes of it are one after the other. */
export function lockProviderKey(tx: Transaction<Database>, id: string) {
  return tx
    .selectFrom('provider_keys')
    .select(['id', 'user_id', 'entry_id', 'provider', 'name', 'masked', 'gateway_id', 'version', 'removed_at'])
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
      'provider_keys.models',
      'provider_keys.settings',
      'provider_keys.is_disabled',
      'provider_keys.version',
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
  models: row.models,
  settings: settingsFrom(row.settings),
  isDisabled: row.is_disabled,
  version: row.version,
  owner: { id: row.user_id, name: row.user_name },
  createdAt: row.created_at,
  state: stateOf(row),
});

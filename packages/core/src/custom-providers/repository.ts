import type { CustomModel, CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { EntrySettings } from '@gatehouse/contracts/provider-keys';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { settingsFrom } from '../entry-settings/index.ts';
import { isShown, stateColumns, stateOf } from '../gateway-sync/index.ts';

export async function selectCustomProviders(
  db: Kysely<Database>,
  ownerId: string | null,
): Promise<CustomProviderView[]> {
  let query = inOrder(baseQuery(db, true));
  if (ownerId !== null) query = query.where('custom_providers.user_id', '=', ownerId);
  return (await query.execute()).map(viewOf);
}

/** What owners show to everybody: what it offers, nothing of its keys and headers. */
export async function selectSharedProviders(db: Kysely<Database>): Promise<CustomProviderView[]> {
  const rows = await inOrder(baseQuery(db)).where('custom_providers.is_shared', '=', true).execute();
  return rows.map(viewOf).map((view) => ({
    ...view,
    masked: '',
    maskedKeys: [],
    settings: { ...view.settings, headerNames: [] },
  }));
}

export async function selectCustomProvider(db: Kysely<Database>, id: string): Promise<CustomProviderView | null> {
  const row = await baseQuery(db).where('custom_providers.id', '=', id).executeTakeFirst();
  return row ? viewOf(row) : null;
}

/** Whose it is and where, also after it was removed. */
export function selectOwner(db: Kysely<Database>, id: string) {
  return db.selectFrom('custom_providers').select(['user_id', 'gateway_id']).where('id', '=', id).executeTakeFirst();
}

export type Shown = {
  entry_id?: string;
  display_name: string;
  base_url: string;
  masked: string;
  models: CustomModel[];
  settings: object;
  is_disabled: boolean;
  is_shared: boolean;
  group_id: string | null;
  position: number;
};

/** After an edit: the row speaks of what is wanted from now on. */
export async function updateShown(tx: Transaction<Database>, id: string, shown: Shown): Promise<void> {
  await tx
    .updateTable('custom_providers')
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

const lockedColumns = [
  'id',
  'user_id',
  'entry_id',
  'name',
  'display_name',
  'masked',
  'gateway_id',
  'is_disabled',
  'is_shared',
  'group_id',
  'position',
  'version',
  'removed_at',
] as const;

/** Those of a group that are in use, locked in a fixed order. */
export function lockProvidersOf(tx: Transaction<Database>, groupId: string) {
  return tx
    .selectFrom('custom_providers')
    .select(lockedColumns)
    .where('group_id', '=', groupId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Locks the row, so that two changes of it are one after the other. */
export function lockCustomProvider(tx: Transaction<Database>, id: string) {
  return tx.selectFrom('custom_providers').select(lockedColumns).where('id', '=', id).forUpdate().executeTakeFirst();
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
    .leftJoin('custom_provider_groups', 'custom_provider_groups.id', 'custom_providers.group_id')
    .select([
      'custom_providers.id',
      'custom_providers.gateway_id',
      'custom_providers.user_id',
      'custom_providers.name',
      'custom_providers.display_name',
      'custom_providers.models',
      'custom_providers.masked',
      'custom_providers.base_url',
      'custom_providers.settings',
      'custom_providers.is_disabled',
      'custom_providers.is_shared',
      'custom_providers.group_id',
      'custom_providers.position',
      'custom_providers.version',
      'custom_providers.created_at',
      'custom_provider_groups.name as group_name',
      'custom_provider_groups.is_enabled as is_group_enabled',
      'gateways.name as gateway_name',
      'users.name as user_name',
      ...stateColumns,
    ])
    .where('gateways.removed_at', 'is', null)
    .where((eb) =>
      withLeaving ? isShown('custom_providers.removed_at') : eb('custom_providers.removed_at', 'is', null),
    );
}

const inOrder = (query: ReturnType<typeof baseQuery>) =>
  query
    .orderBy(sql`coalesce(custom_provider_groups.position, 2147483647)`)
    .orderBy('custom_providers.position')
    .orderBy('custom_providers.id', 'desc');

type Row = Awaited<ReturnType<ReturnType<typeof baseQuery>['executeTakeFirstOrThrow']>>;

function viewOf(row: Row): CustomProviderView {
  const { maskedKeys, ...settings } = settingsFrom(row.settings) as EntrySettings & { maskedKeys?: string[] };
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    name: row.name,
    displayName: row.display_name,
    baseUrl: row.base_url,
    masked: row.masked,
    maskedKeys: maskedKeys ?? (row.masked === '' ? [] : [row.masked]),
    isKeyless: row.masked === '',
    models: row.models,
    settings,
    isDisabled: row.is_disabled,
    isShared: row.is_shared,
    group:
      row.group_id === null
        ? null
        : { id: row.group_id, name: row.group_name ?? '', isEnabled: row.is_group_enabled ?? true },
    position: row.position,
    version: row.version,
    owner: { id: row.user_id, name: row.user_name },
    createdAt: row.created_at,
    state: stateOf(row),
  };
}

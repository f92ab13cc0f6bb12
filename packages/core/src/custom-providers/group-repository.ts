import type { CustomProviderGroupView } from '@gatehouse/contracts/custom-providers';
import { isUniqueViolation } from '@gatehouse/db/errors';
import type { CustomProviderGroupsTable, Database } from '@gatehouse/db/schema';
import { type Insertable, type Kysely, sql, type Transaction, type Updateable } from 'kysely';
import { fail, notFound } from '../errors/index.ts';

/** The group as it stays until the transaction ends: switching it off waits, and finds what is being put into it. */
export async function holdGroup(tx: Transaction<Database>, id: string) {
  const row = await tx
    .selectFrom('custom_provider_groups')
    .select(['id', 'is_enabled'])
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();
  if (!row) throw notFound('group');
  return row;
}

export async function lockGroup(tx: Transaction<Database>, id: string) {
  const row = await tx
    .selectFrom('custom_provider_groups')
    .select(['id', 'name', 'is_enabled'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('group');
  return row;
}

export async function insertGroup(
  tx: Transaction<Database>,
  row: Insertable<CustomProviderGroupsTable>,
): Promise<void> {
  await named(row.name, () => tx.insertInto('custom_provider_groups').values(row).execute());
}

export async function updateGroup(
  tx: Transaction<Database>,
  id: string,
  values: Updateable<CustomProviderGroupsTable>,
): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await named(values.name ?? '', () =>
    tx.updateTable('custom_provider_groups').set(values).where('id', '=', id).execute(),
  );
}

/** Its providers stay as they are: those that were off by the group are off by themselves from now on. */
export async function deleteGroup(tx: Transaction<Database>, id: string): Promise<void> {
  await tx
    .updateTable('custom_providers')
    .from('custom_provider_groups')
    .set({ is_disabled: sql`custom_providers.is_disabled or not custom_provider_groups.is_enabled`, group_id: null })
    .whereRef('custom_provider_groups.id', '=', 'custom_providers.group_id')
    .where('custom_provider_groups.id', '=', id)
    .execute();
  await tx.deleteFrom('custom_provider_groups').where('id', '=', id).execute();
}

export async function selectGroups(db: Kysely<Database>, id?: string): Promise<CustomProviderGroupView[]> {
  let query = db
    .selectFrom('custom_provider_groups')
    .select(['id', 'name', 'position', 'is_enabled'])
    .select((eb) =>
      eb
        .selectFrom('custom_providers')
        .select(sql<number>`count(*)::integer`.as('count'))
        .whereRef('custom_providers.group_id', '=', 'custom_provider_groups.id')
        .where('custom_providers.removed_at', 'is', null)
        .as('providers'),
    )
    .orderBy('position')
    .orderBy('name');
  if (id !== undefined) query = query.where('id', '=', id);
  const rows = await query.execute();
  return rows.map(({ is_enabled, providers, ...row }) => ({
    ...row,
    isEnabled: is_enabled,
    providers: providers ?? 0,
  }));
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, 'custom_provider_groups_name_key'))
      throw fail('custom_provider_group_name_taken', `There is a group “${name}” already.`, { name }, { cause: error });
    throw error;
  }
}

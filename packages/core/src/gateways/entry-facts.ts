import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { labelOf } from '../gateway-sync/index.ts';

export type EntryFacts = { label: string; masked: string | null; ownerName: string | null };

/** What entries are called and whose they are; `masked` is null where there is nothing to recognise. */
export async function selectEntryFacts(
  db: Kysely<Database>,
  entryIds: readonly string[],
): Promise<Map<string, EntryFacts>> {
  if (entryIds.length === 0) return new Map();
  const masked = (table: 'provider_keys' | 'custom_providers' | 'client_keys') =>
    sql`(select masked from ${sql.table(table)} where entry_id = e.id order by id desc limit 1)`;
  const { rows } = await sql<EntryFacts & { id: string }>`
    select e.id, ${labelOf('e.id', 'e.owner_user_id')} as label, u.name as "ownerName",
      coalesce(${masked('provider_keys')}, ${masked('custom_providers')}, ${masked('client_keys')}) as masked
    from gateway_entries e left join users u on u.id = e.owner_user_id
    where e.id = any(${[...entryIds]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

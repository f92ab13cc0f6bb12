import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { personIdOf } from '../gateway-sync/index.ts';
import type { KeyHolder } from './plan.ts';

/** Everybody who has or had a client key there. Somebody whose key is not confirmed to be gone has it still. */
export async function selectKeyHolders(db: Kysely<Database>, gatewayId: string): Promise<KeyHolder[]> {
  const { rows } = await sql<{ id: string; name: string | null; hasKeys: boolean }>`
    select u.id, u.name, bool_or(e.desired = 'present' or e.status <> 'applied') as "hasKeys"
    from gateway_entries e join users u on u.id = e.owner_user_id
    where e.gateway_id = ${gatewayId} and e.resource = 'client-keys'
    group by u.id, u.name order by u.id`.execute(db);
  return rows.map(({ id, name, hasKeys }) => ({ id: personIdOf(id), name: name ?? 'Removed', hasKeys }));
}

/** Somebody's first key may be among them, or their last. */
export async function hasKeysOnTheirWay(db: Kysely<Database>, gatewayId: string): Promise<boolean> {
  const row = await db
    .selectFrom('gateway_entries')
    .select('id')
    .where('gateway_id', '=', gatewayId)
    .where('resource', '=', 'client-keys')
    .where('status', 'in', ['pending', 'drifted', 'unknown'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

import {
  type EntryStatus,
  entryStatuses,
  type GatewayProblem,
  type GatewayView,
  type Resource,
  type RivalNotice,
  resources,
} from '@gatehouse/contracts/gateways';
import { isUniqueViolation } from '@gatehouse/db/errors';
import type { Database, GatewaysTable } from '@gatehouse/db/schema';
import { type Insertable, type Kysely, sql, type Transaction, type UpdateObject } from 'kysely';
import { fail, notFound } from '../errors/index.ts';
import { stateColumns } from '../gateway-sync/index.ts';

export async function insertGateway(tx: Transaction<Database>, row: Insertable<GatewaysTable>): Promise<void> {
  await tx.insertInto('gateways').values(row).execute();
}

export async function updateGatewayRow(
  tx: Transaction<Database>,
  id: string,
  values: UpdateObject<Database, 'gateways'>,
): Promise<void> {
  const result = await tx
    .updateTable('gateways')
    .set(values)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw notFound('gateway');
}

/** Name and address are unique among the gateways in use; the database decides. */
export async function translateTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'gateways_name_key'))
      throw fail('gateway_name_taken', 'Another gateway has this name. Choose a different one.', {}, { cause: error });
    if (isUniqueViolation(error, 'gateways_base_url_key'))
      throw fail('gateway_address_taken', 'Another gateway here has this address already.', {}, { cause: error });
    throw error;
  }
}

export async function selectGatewayView(db: Kysely<Database>, id: string): Promise<GatewayView> {
  const [view] = await selectViews(db, id);
  if (!view) throw notFound('gateway');
  return view;
}

export const selectGatewayViews = (db: Kysely<Database>): Promise<GatewayView[]> => selectViews(db, null);

async function selectViews(db: Kysely<Database>, id: string | null): Promise<GatewayView[]> {
  let query = db
    .selectFrom('gateways')
    .select([
      'id',
      'name',
      'kind',
      'base_url',
      'client_base_url',
      'version',
      'health',
      'problem',
      'checked_at',
      'created_at',
      'unmanaged',
      'policy',
      'rival',
      'restarted_at',
    ])
    .select((eb) =>
      eb
        .selectFrom((inner) =>
          inner
            .selectFrom('gateway_entries')
            .select(['status', sql<number>`count(*)`.as('count')])
            .whereRef('gateway_entries.gateway_id', '=', 'gateways.id')
            .where((where) => where.or([where('desired', '=', 'present'), where('status', '!=', 'applied')]))
            .groupBy('status')
            .as('counted'),
        )
        .select(sql<Partial<Record<EntryStatus, number>> | null>`jsonb_object_agg(status, count)`.as('counts'))
        .as('entries'),
    )
    .where('removed_at', 'is', null)
    .orderBy('id');
  if (id !== null) query = query.where('id', '=', id);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    baseUrl: row.base_url,
    clientBaseUrl: row.client_base_url,
    version: row.version,
    health: row.health,
    problem: row.problem as GatewayProblem | null,
    checkedAt: row.checked_at,
    createdAt: row.created_at,
    policy: row.policy,
    rival: row.rival && { since: new Date(row.rival.since), reason: row.rival.reason as RivalNotice['reason'] },
    restartedAt: row.restarted_at,
    entries: countsOf<EntryStatus>(entryStatuses, row.entries ?? {}),
    unmanaged: countsOf<Resource>(resources, row.unmanaged),
  }));
}

const countsOf = <K extends string>(names: readonly K[], counts: Partial<Record<string, number>>) =>
  Object.fromEntries(names.map((name) => [name, counts[name] ?? 0])) as Record<K, number>;

export function selectGatewayEntries(db: Kysely<Database>, gatewayId: string) {
  return db
    .selectFrom('gateway_entries')
    .leftJoin('users', 'users.id', 'gateway_entries.owner_user_id')
    .leftJoin('provider_keys', (join) =>
      join.onRef('provider_keys.entry_id', '=', 'gateway_entries.id').on('provider_keys.removed_at', 'is', null),
    )
    .leftJoin('custom_providers', (join) =>
      join.onRef('custom_providers.entry_id', '=', 'gateway_entries.id').on('custom_providers.removed_at', 'is', null),
    )
    .leftJoin('client_keys', (join) =>
      join.onRef('client_keys.entry_id', '=', 'gateway_entries.id').on('client_keys.revoked_at', 'is', null),
    )
    .select([
      'gateway_entries.id',
      'gateway_entries.resource',
      'gateway_entries.owner_user_id',
      'gateway_entries.generation',
      'gateway_entries.observed_generation',
      'users.name as owner_name',
      sql<string | null>`coalesce(
        provider_keys.provider || ' · ' || provider_keys.name, custom_providers.display_name, client_keys.name)`.as(
        'label',
      ),
      ...stateColumns,
    ])
    .where('gateway_entries.gateway_id', '=', gatewayId)
    .where((eb) =>
      eb.or([eb('gateway_entries.desired', '=', 'present'), eb('gateway_entries.status', '!=', 'applied')]),
    )
    .orderBy('gateway_entries.id', 'desc')
    .limit(5000)
    .execute();
}

/** At another gateway, or at one that lost everything, a missing account is not what somebody did to it. */
export async function expectAccountsAnew(tx: Transaction<Database>, gatewayId: string): Promise<void> {
  await tx
    .updateTable('provider_accounts')
    .set({ status: 'pending', attempts: 0, next_attempt_at: sql<Date>`now()` })
    .where('gateway_id', '=', gatewayId)
    .where('desired', '=', 'present')
    .where('status', '=', 'applied')
    .execute();
}

/** Wanted there and certainly not to be had: only its owner knows the secret. */
export async function selectLost(db: Kysely<Database>, gatewayId: string): Promise<{ id: string; reason: string }[]> {
  const rows = await db
    .selectFrom('gateway_entries')
    .select(['id', 'problem'])
    .where('gateway_id', '=', gatewayId)
    .where('desired', '=', 'present')
    .where('status', '=', 'rejected')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, problem }) => (problem ? [{ id, reason: problem.message }] : []));
}

/** `leaving`: of what is to go, how much the gateway has not confirmed to be gone. */
export async function countEntries(
  db: Kysely<Database>,
  gatewayId: string,
): Promise<{ wanted: number; confirmed: number; leaving: number }> {
  const { rows } = await sql<{ wanted: number; confirmed: number; leaving: number }>`
    select count(*) filter (where desired = 'present')::integer as wanted,
      count(*) filter (where desired = 'present' and status = 'applied' and observed_generation = generation)::integer
        as confirmed,
      count(*) filter (where desired = 'absent' and status <> 'applied')::integer as leaving
    from gateway_entries where gateway_id = ${gatewayId}`.execute(db);
  return rows[0] ?? { wanted: 0, confirmed: 0, leaving: 0 };
}

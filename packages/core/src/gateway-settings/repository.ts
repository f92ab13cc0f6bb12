import { newId } from '@gatehouse/db/ids';
import type { Database, GatewaySettingsTable } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { SettingUpdate } from './settle.ts';

export type SettingRow = Pick<
  Selectable<GatewaySettingsTable>,
  | 'gateway_id'
  | 'kind'
  | 'name'
  | 'desired'
  | 'base'
  | 'is_dismissed'
  | 'status'
  | 'problem'
  | 'version'
  | 'reverted_at'
  | 'attempts'
>;

type Place = Pick<SettingRow, 'gateway_id' | 'kind' | 'name'>;

const columns = [
  'gateway_id',
  'kind',
  'name',
  'desired',
  'base',
  'is_dismissed',
  'status',
  'problem',
  'version',
  'reverted_at',
  'attempts',
] as const;

export const selectSettings = (db: Kysely<Database>, gatewayId: string): Promise<SettingRow[]> =>
  db
    .selectFrom('gateway_settings')
    .select(columns)
    .where('gateway_id', '=', gatewayId)
    .orderBy('kind')
    .orderBy('name')
    .execute();

/** What is wanted at this gateway, if any of it is due or was not looked at for a while. `isRepairing`: what drifted is. */
export async function selectWishes(
  db: Kysely<Database>,
  gatewayId: string,
  isRepairing: boolean,
): Promise<SettingRow[]> {
  const { rows } = await sql<{ isDue: boolean | null }>`
    select bool_or(checked_at is null or checked_at < now() - interval '20 seconds' or ${isDue}
        or (${isRepairing} and status = 'drifted')) as "isDue"
    from gateway_settings where gateway_id = ${gatewayId} and not is_dismissed`.execute(db);
  if (!rows[0]?.isDue) return [];
  return (await selectSettings(db, gatewayId)).filter((row) => !row.is_dismissed);
}

const isDue = sql<boolean>`(status in ('pending', 'drifted', 'unknown') and next_attempt_at <= now())`;

export async function hasDueWish(db: Kysely<Database>, gatewayId: string): Promise<boolean> {
  const { rows } = await sql<{ hasWork: boolean }>`
    select exists (select from gateway_settings where gateway_id = ${gatewayId} and not is_dismissed and ${isDue})
      as "hasWork"`.execute(db);
  return rows[0]?.hasWork ?? false;
}

/** One that could not be reached is asked again with the next look at everything. */
export async function selectDueGateways(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct g.id from gateways g join gateway_settings s on s.gateway_id = g.id
    where g.removed_at is null and g.health <> 'unreachable' and coalesce(g.locked_out_until <= now(), true)
      and not s.is_dismissed and ${isDue}`.execute(db);
  return rows.map(({ id }) => id);
}

const at = (place: Place) => sql<boolean>`
  gateway_id = ${place.gateway_id} and kind = ${place.kind} and name = ${place.name}`;

/** Locked, or undefined where nothing was ever wanted. */
export const lockSetting = (tx: Transaction<Database>, place: Place): Promise<SettingRow | undefined> =>
  tx.selectFrom('gateway_settings').select(columns).where(at(place)).forUpdate().executeTakeFirst();

export type Wish = Place & { desired: unknown; base: unknown; isDismissed?: boolean; changedBy: string | null };

/** Wants something of a setting or channel, as if for the first time. */
export async function putWish(tx: Transaction<Database>, wish: Wish): Promise<void> {
  const { gateway_id, kind, name } = wish;
  const values = {
    desired: JSON.stringify(wish.desired),
    base: wish.base === null ? null : JSON.stringify(wish.base),
    is_dismissed: wish.isDismissed ?? false,
    status: wish.isDismissed ? ('applied' as const) : ('pending' as const),
    changed_by: wish.changedBy,
  };
  await tx
    .insertInto('gateway_settings')
    .values({ gateway_id, kind, name, ...values })
    .onConflict((conflict) =>
      conflict.columns(['gateway_id', 'kind', 'name']).doUpdateSet({
        ...values,
        problem: null,
        version: sql<number>`gateway_settings.version + 1`,
        reverted_at: sql<Date[]>`'{}'`,
        attempts: 0,
        next_attempt_at: sql<Date>`now()`,
        updated_at: sql<Date>`now()`,
      }),
    )
    .execute();
}

/** What was looked at, whether or not it was different; a row whose wish has moved on keeps its state. */
export async function recordChecked(db: Kysely<Database>, gatewayId: string): Promise<void> {
  await sql`update gateway_settings set checked_at = now() where gateway_id = ${gatewayId}`.execute(db);
}

/** With the event that tells of it, in one statement. A channel in which nothing is kept any more is forgotten. */
export async function recordSetting(
  db: Kysely<Database>,
  { row, label, update }: { row: SettingRow; label: string; update: SettingUpdate },
): Promise<void> {
  const isConfirmed = update.status === 'applied';
  const isForgotten = isConfirmed && row.kind !== 'setting' && Array.isArray(row.desired) && row.desired.length === 0;
  await sql`
    with updated as (
      update gateway_settings set
        status = ${update.status},
        problem = ${update.problem && JSON.stringify(update.problem)}::jsonb,
        base = case when ${isConfirmed} then desired else base end,
        attempts = ${update.attempts},
        next_attempt_at = now() + ${update.retryInMs}::bigint * (0.75 + random() / 2) * interval '1 millisecond',
        reverted_at = case when ${update.wasReverted} then (reverted_at || now())[greatest(cardinality(reverted_at) - 8, 1):]
          else reverted_at end,
        updated_at = now()
      where ${at(row)} and version = ${row.version} and not ${isForgotten}
      returning gateway_id
    ), forgotten as (
      delete from gateway_settings where ${at(row)} and version = ${row.version} and ${isForgotten} returning gateway_id
    ), resolved as (
      update gateway_events set resolved_at = now(), action = case action when 'repairing' then 'repaired' else action end
      where ${isConfirmed} and resolved_at is null and entry_id is null and kind = 'changed' and label = ${label}
        and gateway_id in (select gateway_id from updated union all select gateway_id from forgotten)
    )
    insert into gateway_events (id, gateway_id, kind, label, action, resolved_at)
    select ${newId()}::uuid, gateway_id, 'changed', ${label}, ${update.event}::text,
      case when ${isConfirmed} then now() end
    from updated where ${update.event}::text is not null`.execute(db);
}

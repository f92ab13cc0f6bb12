import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { type Gap, insertGaps, type Progress } from './gaps.ts';

type Db = Kysely<Database>;

/** The gateway keeps what nobody reads for so long unless it says something else. */
const usualRetentionSeconds = 60;

export type Begun = Progress & { cursor: string | null; settingsCheckedAt: Date | null; restartsSeenAt: Date };

/**
 * Writes down that a read begins, so that one whose answer never arrives is known as that. Null where nobody may read now:
 * the gateway is gone, or has refused the key and not taken it since.
 */
export async function beginReading(db: Db, gatewayId: string, isDestructive: boolean): Promise<Begun | null> {
  const { rows } = await sql<Begun>`
    with gateway as (
      select id, created_at from gateways
      where id = ${gatewayId} and removed_at is null and health <> 'locked-out'
    ), before as (
      select * from usage_collectors where gateway_id = (select id from gateway) for update
    ), made as (
      insert into usage_collectors as c
        (gateway_id, is_destructive, retention_seconds, read_at, restarts_seen_at, reading_at)
      select id, ${isDestructive}, ${usualRetentionSeconds}, created_at, created_at, clock_timestamp()
      from gateway left join before on true
      on conflict (gateway_id) do update set reading_at = excluded.reading_at, is_destructive = excluded.is_destructive
      returning c.*
    )
    select clock_timestamp() as now, made.read_at as "readAt", before.reading_at as "readingAt",
      made.is_destructive as "isDestructive", made.retention_seconds as "retentionSeconds", made.problem, made.cursor,
      made.settings_checked_at as "settingsCheckedAt", made.restarts_seen_at as "restartsSeenAt"
    from made left join before on true`.execute(db);
  return rows[0] ?? null;
}

/** The read that was to follow does not. */
export async function endReading(db: Db, gatewayId: string): Promise<void> {
  await sql`update usage_collectors set reading_at = null where gateway_id = ${gatewayId}`.execute(db);
}

/** No page arrived. What the gateway may have given away meanwhile is a gap. */
export async function recordFailedRead(
  db: Db,
  gatewayId: string,
  { problem, gaps }: { problem: GatewayProblem; gaps: readonly Gap[] },
): Promise<void> {
  await sql`
    with told as (${insertGaps(gatewayId, gaps)})
    update usage_collectors set reading_at = null, problem = ${JSON.stringify(problem)}::jsonb
    where gateway_id = ${gatewayId}`.execute(db);
}

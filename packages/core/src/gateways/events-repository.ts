import type {
  GatewayEventKind,
  GatewayEventView,
  GatewaySnapshotView,
  ListGatewayEventsInput,
} from '@gatehouse/contracts/gateway-upkeep';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

const keptForDays = 90;

export async function selectGatewayEvents(
  db: Kysely<Database>,
  { id, before, limit }: ListGatewayEventsInput,
): Promise<GatewayEventView[]> {
  let query = db
    .selectFrom('gateway_events')
    .select(['id', 'at', 'kind', 'entry_id', 'account_id', 'resource', 'label', 'action', 'resolved_at', 'details'])
    .where('gateway_id', '=', id)
    .orderBy('id', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.execute();
  return rows.map(({ entry_id, account_id, resolved_at, kind, ...row }) => ({
    ...row,
    kind: kind as GatewayEventKind,
    entryId: entry_id,
    accountId: account_id,
    resolvedAt: resolved_at,
  }));
}

/** Housekeeping. */
export async function removeOldEvents(db: Kysely<Database>): Promise<number> {
  const result = await db
    .deleteFrom('gateway_events')
    .where('at', '<', sql<Date>`now() - ${keptForDays}::integer * interval '1 day'`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function selectSnapshots(db: Kysely<Database>, gatewayId: string): Promise<GatewaySnapshotView[]> {
  const rows = await db
    .selectFrom('gateway_snapshots')
    .select(['id', 'resource', 'taken_at', 'reason', 'entry_count', 'stranger_count'])
    .where('gateway_id', '=', gatewayId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    resource: row.resource,
    takenAt: row.taken_at,
    reason: row.reason as GatewaySnapshotView['reason'],
    entryCount: row.entry_count,
    strangerCount: row.stranger_count,
  }));
}

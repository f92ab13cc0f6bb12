import type { GatewaySnapshotView } from '@gatehouse/contracts/gateway-upkeep';
import type { Resource } from '@gatehouse/contracts/gateways';
import { newId } from '@gatehouse/db/ids';
import type { Observation, RawList } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';

const keptPerResource = 20;

export const snapshotPlace = (id: string): string => `gateway_snapshots.state:${id}`;

export type Kept = {
  gatewayId: string;
  observation: Observation;
  strangerCount: number;
  reason: GatewaySnapshotView['reason'];
};

/**
 * Keeps the lists as they were seen, sealed: before something is written. A write that finds them different from this is
 * not made. Nothing is kept that the last snapshot holds already, nor where the driver could not put it back. Answers the
 * snapshot's id, or null where none was made.
 */
export async function keepSnapshot(
  { db, sealer, hmac }: Pick<Services, 'db' | 'sealer' | 'hmac'>,
  { gatewayId, observation, strangerCount, reason }: Kept,
): Promise<string | null> {
  if (!observation.raw) return null;
  const content = JSON.stringify(observation.raw());
  const contentHmac = hmac('gateway-snapshot', content);
  const id = newId();
  const { resource } = observation;
  const own = sql`from gateway_snapshots where gateway_id = ${gatewayId} and resource = ${resource}`;
  const { rows } = await sql`
    with last as (
      select content_hmac ${own} order by id desc limit 1
    ), kept as (
      insert into gateway_snapshots
        (id, gateway_id, resource, reason, entry_count, stranger_count, content_hmac, state_sealed)
      select ${id}::uuid, ${gatewayId}::uuid, ${resource}, ${reason}, ${observation.entries.length}::integer,
        ${strangerCount}::integer, ${contentHmac}::bytea, ${sealer.seal(content, snapshotPlace(id))}::bytea
      where not exists (select from last where content_hmac = ${contentHmac}::bytea)
      returning id
    ), ended as (
      delete from gateway_snapshots where gateway_id = ${gatewayId} and exists (select from kept)
        and id in (select id ${own} order by id desc offset ${keptPerResource - 1})
    )
    select id from kept`.execute(db);
  return rows.length > 0 ? id : null;
}

/** What was meant to be kept before a write that then was none. */
export async function dropSnapshot({ db }: Pick<Services, 'db'>, snapshotId: string): Promise<void> {
  await db.deleteFrom('gateway_snapshots').where('id', '=', snapshotId).execute();
}

export type OpenedSnapshot = { resource: Resource; lists: RawList[]; takenAt: Date };

/** Null if it is not there any more. */
export async function openSnapshot(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  gatewayId: string,
  snapshotId: string,
): Promise<OpenedSnapshot | null> {
  const row = await db
    .selectFrom('gateway_snapshots')
    .select(['resource', 'taken_at', 'state_sealed'])
    .where('id', '=', snapshotId)
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
  if (!row) return null;
  const lists = JSON.parse(sealer.open(row.state_sealed, snapshotPlace(snapshotId))) as RawList[];
  return { resource: row.resource, lists, takenAt: row.taken_at };
}

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
 * not made. Nothing is kept that the last snapshot holds already, nor where the driver could not put it back.
 */
export async function keepSnapshot(
  { db, sealer, hmac }: Pick<Services, 'db' | 'sealer' | 'hmac'>,
  { gatewayId, observation, strangerCount, reason }: Kept,
): Promise<void> {
  if (!observation.raw) return;
  const content = JSON.stringify(observation.raw());
  const contentHmac = hmac('gateway-snapshot', content);
  const id = newId();
  const { resource } = observation;
  const last = sql`select content_hmac from gateway_snapshots
    where gateway_id = ${gatewayId} and resource = ${resource} order by id desc limit 1`;
  const { rows } = await sql<{ isKept: boolean }>`
    select coalesce((${last}) = ${contentHmac}, false) as "isKept"`.execute(db);
  if (rows[0]?.isKept) return;
  await sql`
    with kept as (
      insert into gateway_snapshots
        (id, gateway_id, resource, reason, entry_count, stranger_count, content_hmac, state_sealed)
      values (${id}, ${gatewayId}, ${resource}, ${reason}, ${observation.entries.length}, ${strangerCount}, ${contentHmac},
        ${sealer.seal(content, snapshotPlace(id))})
    )
    delete from gateway_snapshots where gateway_id = ${gatewayId} and id in (
      select id from gateway_snapshots where gateway_id = ${gatewayId} and resource = ${resource}
      order by id desc offset ${keptPerResource - 1})`.execute(db);
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

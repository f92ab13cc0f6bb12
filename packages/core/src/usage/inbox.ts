import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { Services } from '../context/index.ts';
import { type Gap, insertGaps } from './gaps.ts';
import type { WaitingPage } from './ingest.ts';
import { pagePlace } from './sealed-columns.ts';

type Db = Kysely<Database>;

export type ArrivedPage = { raw: string; count: number; hasMore: boolean; cursor: string | null };

/** What a read found out about the time before it. */
export type Arrival = { readAfter: Date; readAt: Date; isAfterPause: boolean; gaps: readonly Gap[] };

/**
 * Writes down what arrived, before anything else is done with it: the page, sealed; from where to go on; what may be
 * missing. One statement. Answers the page, null for an empty one, and when the next read can begin; null for a gateway
 * that is gone.
 */
export async function keepPage(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  gatewayId: string,
  { page, arrival }: { page: ArrivedPage; arrival: Arrival },
): Promise<{ waiting: WaitingPage | null; now: Date } | null> {
  const id = newId();
  const { readAfter, readAt, gaps } = arrival;
  const sealed = page.count > 0 ? sealer.seal(page.raw, pagePlace(id)) : null;
  const { rows } = await sql<{ now: Date }>`
    with kept as (
      insert into usage_inbox (id, gateway_id, page_sealed, read_after, read_at)
      select ${id}::uuid, ${gatewayId}::uuid, ${sealed}::bytea, ${readAfter}::timestamptz, ${readAt}::timestamptz
      where ${sealed !== null}
    ), told as (${insertGaps(gatewayId, gaps)})
    update usage_collectors set
      cursor = ${page.cursor}, read_at = greatest(read_at, ${readAt}), problem = null,
      complete_at = case when ${page.hasMore} then complete_at else greatest(complete_at, ${readAt}) end,
      reading_at = case when ${page.hasMore} then clock_timestamp() end,
      paused_from = case when ${arrival.isAfterPause} then read_at else paused_from end,
      paused_until = case when ${arrival.isAfterPause} then ${readAt} else paused_until end
    where gateway_id = ${gatewayId}
    returning clock_timestamp() as now`.execute(db);
  const [row] = rows;
  return row ? { waiting: sealed && { id, raw: page.raw, readAt }, now: row.now } : null;
}

type StoredPage = { id: string; sealed: Buffer; readAt: Date };

/** The oldest that was neither counted nor marked, after this one. */
export const selectWaiting = (db: Db, gatewayId: string, after: string | null): Promise<StoredPage | undefined> =>
  selectStored(db, gatewayId, after).where('unreadable_at', 'is', null).executeTakeFirst();

/** The same of those that made no sense. */
export const selectUnreadable = (db: Db, gatewayId: string, after: string | null): Promise<StoredPage | undefined> =>
  selectStored(db, gatewayId, after).where('unreadable_at', 'is not', null).executeTakeFirst();

const firstId = '00000000-0000-0000-0000-000000000000';

const selectStored = (db: Db, gatewayId: string, after: string | null) =>
  db
    .selectFrom('usage_inbox')
    .select(['id', 'page_sealed as sealed', 'read_at as readAt'])
    .where('gateway_id', '=', gatewayId)
    .where('id', '>', after ?? firstId)
    .orderBy('id')
    .limit(1);

export const openPage = ({ sealer }: Pick<Services, 'sealer'>, { id, sealed, readAt }: StoredPage): WaitingPage => ({
  id,
  raw: sealer.open(sealed, pagePlace(id)),
  readAt,
});

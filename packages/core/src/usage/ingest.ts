import { isOutage, isRetryable, sqlState } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { GatewayDriver, UsageRecord } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';
import { pricesOf } from '../models/index.ts';
import { ownersOf } from './attribution.ts';
import { countEvents } from './count.ts';
import { eventOf, isPlausible } from './events.ts';
import { insertGaps } from './gaps.ts';
import { ensureMonths, forgetMonths, monthOf, monthsAfter } from './partitions.ts';
import { horizonOf } from './retention.ts';

export type IngestServices = Pick<Services, 'db' | 'cache' | 'sealer' | 'hmac' | 'log'>;

/** A page that waits in the inbox, opened. */
export type WaitingPage = { id: string; raw: string; readAt: Date };

export type Ingested = { counted: number; unreadable: number };

/**
 * Counts what a page says, and takes it out of the inbox. What makes no sense is counted as that: the page stays, marked,
 * and holds up nobody.
 */
export async function ingestPage(
  services: IngestServices,
  at: { gatewayId: string; driver: GatewayDriver; keepDays: number },
  page: WaitingPage,
): Promise<Ingested> {
  const { gatewayId, driver } = at;
  const { records, unreadable } = parse(driver, page.raw);
  const plausible = records.filter((record) => isPlausible(record, page.readAt));
  const broken = unreadable + records.length - plausible.length;
  try {
    const counted = await count(services, { ...at, page, records: plausible, broken });
    if (broken > 0) services.log.warn({ gatewayId, records: broken }, 'Usage records make no sense');
    return { counted, unreadable: broken };
  } catch (error) {
    if (isOutage(error) || isRetryable(error)) throw error;
    services.log.error({ gatewayId, err: error }, 'A page of usage cannot be counted');
    await sql`with ${markUnreadable(gatewayId, page.id)} select`.execute(services.db);
    return { counted: 0, unreadable: records.length + unreadable };
  }
}

function parse(driver: GatewayDriver, raw: string): { records: UsageRecord[]; unreadable: number } {
  try {
    return driver.usage?.parse(raw) ?? { records: [], unreadable: 1 };
  } catch {
    return { records: [], unreadable: 1 };
  }
}

type Counting = {
  gatewayId: string;
  driver: GatewayDriver;
  keepDays: number;
  page: WaitingPage;
  records: readonly UsageRecord[];
  broken: number;
};

async function count(services: IngestServices, counting: Counting): Promise<number> {
  const { gatewayId, records, page } = counting;
  const months = [...new Set(records.map(({ occurredAt }) => monthOf(new Date(occurredAt)).getTime()))];
  const oldest = monthOf(horizonOf(counting.keepDays));
  const wanted = months.map((month) => new Date(month)).filter((month) => month >= oldest);
  const horizon = await ensureMonths(services.db, [...wanted, monthsAfter(monthOf(page.readAt), 1)]);
  const since = new Date(Math.max(horizon.getTime(), oldest.getTime()));
  const countable = records.filter(({ occurredAt }) => new Date(occurredAt) >= since);
  const [owners, priceOf] = await Promise.all([
    ownersOf(services, { ...counting, records: countable }),
    pricesOf(services, gatewayId),
  ]);
  const events = countable.map((record) => eventOf(gatewayId, record, { owner: owners(record), priceOf }));
  if (countable.length < records.length) await tellTooOld(services, counting, since);
  const done = counting.broken > 0 ? markUnreadable(gatewayId, page.id) : takeOut(page.id);
  try {
    return await countEvents(services.db, { gatewayId, events, done });
  } catch (error) {
    // Another process has dropped the month meanwhile: its records are too old now.
    if (!isWithoutPartition(error) || !forgetMonths(services.db)) throw error;
    return count(services, counting);
  }
}

/** Records of a time of which nothing is kept any more: they may have been counted already. */
async function tellTooOld({ db }: IngestServices, { gatewayId, records }: Counting, until: Date): Promise<void> {
  const oldest = records.reduce((least, { occurredAt }) => Math.min(least, Date.parse(occurredAt)), until.getTime());
  await insertGaps(gatewayId, [{ reason: 'not-collected', since: monthOf(new Date(oldest)), until }]).execute(db);
}

/** With the gap that it was, if it was one before. */
const takeOut = (pageId: string) => sql`
  taken_out as (delete from usage_inbox where id = ${pageId}),
  explained as (delete from usage_gaps where inbox_id = ${pageId})`;

const markUnreadable = (gatewayId: string, pageId: string) => sql`
  marked as (
    update usage_inbox set unreadable_at = coalesce(unreadable_at, now()) where id = ${pageId} returning read_after, read_at
  ), told as (
    insert into usage_gaps (id, gateway_id, reason, since, until, inbox_id)
    select ${newId()}::uuid, ${gatewayId}::uuid, 'unreadable', read_after, read_at, ${pageId}::uuid from marked
    on conflict (inbox_id) do nothing
  )`;

const isWithoutPartition = (error: unknown): boolean => sqlState(error) === '23514';

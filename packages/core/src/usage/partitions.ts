import { withTransaction } from '@gatehouse/db/errors';
import { lockTransaction } from '@gatehouse/db/locks';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

type Db = Kysely<Database>;

const monthPattern = /^usage_events_(\d{4})_(\d{2})$/;
const known = new WeakMap<Db, { since: Date; months: Set<string> }>();

/** The first moment of the month of which `at` is, in UTC. */
export const monthOf = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));

export const monthsAfter = (month: Date, count: number): Date =>
  new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + count, 1));

const nameOf = (month: Date): string => `usage_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;

/**
 * Makes room for records of these months, and says from when on records are kept at all. What is older was dropped and
 * would be counted twice.
 */
export async function ensureMonths(db: Db, months: readonly Date[]): Promise<Date> {
  const seen = known.get(db);
  if (seen && months.every((month) => month < seen.since || seen.months.has(nameOf(month)))) return seen.since;
  const since = await withTransaction(db, async (tx) => {
    await lockPartitions(tx);
    const horizon = await selectHorizon(tx);
    for (const month of months.filter((month) => month >= horizon)) await createMonth(tx, month);
    return horizon;
  });
  const fresh = new Set([...(seen?.months ?? []), ...months.filter((month) => month >= since).map(nameOf)]);
  known.set(db, { since, months: fresh });
  return since;
}

/** Another process may have dropped some. */
export const forgetMonths = (db: Db): boolean => known.delete(db);

/** Drops whole months that ended before `before`. Answers how many. */
export async function dropMonths(db: Db, before: Date): Promise<number> {
  const dropped = await withTransaction(db, async (tx) => {
    await lockPartitions(tx);
    const horizon = monthOf(before);
    await sql`
      insert into usage_horizon (since) values (${horizon})
      on conflict (id) do update set since = greatest(usage_horizon.since, excluded.since)`.execute(tx);
    const old = (await selectMonths(tx)).filter((month) => month < horizon);
    for (const month of old) await sql`drop table ${sql.table(nameOf(month))}`.execute(tx);
    return old.length;
  });
  forgetMonths(db);
  return dropped;
}

const lockPartitions = (tx: Transaction<Database>): Promise<void> => lockTransaction(tx, 'usage-partitions');

async function selectHorizon(tx: Transaction<Database>): Promise<Date> {
  const row = await tx.selectFrom('usage_horizon').select('since').executeTakeFirst();
  return row?.since ?? new Date(0);
}

async function createMonth(tx: Transaction<Database>, month: Date): Promise<void> {
  const [from, to] = [month, monthsAfter(month, 1)].map((at) => sql.lit(at.toISOString()));
  await sql`
    create table if not exists ${sql.table(nameOf(month))} partition of usage_events for values from (${from}) to (${to})`.execute(
    tx,
  );
}

async function selectMonths(tx: Transaction<Database>): Promise<Date[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'usage_events'::regclass`.execute(tx);
  return rows.flatMap(({ name }) => {
    const [, year, month] = monthPattern.exec(name) ?? [];
    return year && month ? [new Date(Date.UTC(Number(year), Number(month) - 1, 1))] : [];
  });
}

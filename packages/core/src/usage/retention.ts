import { sql } from 'kysely';
import type { Services } from '../context/index.ts';
import { dropMonths, ensureMonths, monthOf, monthsAfter } from './partitions.ts';

const monthsAhead = 2;
const unreadableDays = 90;
const dayMs = 86_400_000;

/** What happened before is not kept by itself, only in sums. */
export const horizonOf = (keepDays: number): Date => new Date(Date.now() - keepDays * dayMs);

/** Job: makes room for the months to come, and drops the single records of those that are over for longer than they are kept. */
export async function tidyUsage({ db, log }: Pick<Services, 'db' | 'log'>, keepDays: number): Promise<void> {
  const month = monthOf(new Date());
  await ensureMonths(
    db,
    Array.from({ length: monthsAhead + 1 }, (_, index) => monthsAfter(month, index)),
  );
  await giveUpPages(db);
  const months = await dropMonths(db, horizonOf(keepDays));
  const { numDeletedRows } = await db
    .deleteFrom('usage_inbox')
    .where('unreadable_at', '<', new Date(Date.now() - unreadableDays * dayMs))
    .executeTakeFirstOrThrow();
  if (months > 0 || numDeletedRows > 0n)
    log.info({ months, unreadablePages: Number(numDeletedRows) }, 'Dropped old usage records; their sums stay');
}

/** Nobody counts any more what waited when its gateway was removed. */
async function giveUpPages(db: Services['db']): Promise<void> {
  await sql`
    with given_up as (
      update usage_inbox i set unreadable_at = now() from gateways g
      where g.id = i.gateway_id and g.removed_at < now() - interval '1 day' and i.unreadable_at is null
      returning i.id, i.gateway_id, i.read_after, i.read_at
    )
    insert into usage_gaps (id, gateway_id, reason, since, until, inbox_id)
    select id, gateway_id, 'unreadable', read_after, read_at, id from given_up`.execute(db);
}

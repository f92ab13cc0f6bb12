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
  const months = await dropMonths(db, horizonOf(keepDays));
  const { numDeletedRows } = await db
    .deleteFrom('usage_inbox')
    .where('unreadable_at', '<', new Date(Date.now() - unreadableDays * dayMs))
    .executeTakeFirstOrThrow();
  if (months > 0 || numDeletedRows > 0n)
    log.info({ months, unreadablePages: Number(numDeletedRows) }, 'Dropped old usage records; their sums stay');
}

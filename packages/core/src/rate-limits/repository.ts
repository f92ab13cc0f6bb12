import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

// Counting on would only help an overflow.
const highestCount = 1_000_000;

/**
 * Counts one attempt. The window begins with its first attempt, by the database's clock; one statement, so that
 * processes cannot race.
 */
export async function countAttempt(
  db: Kysely<Database>,
  attempt: { preset: string; subjectHmac: Buffer; windowSeconds: number },
): Promise<{ count: number; secondsLeft: number }> {
  const { preset, subjectHmac } = attempt;
  const window = sql`${attempt.windowSeconds}::int * interval '1 second'`;
  const isOver = sql`rate_limits.window_start + ${window} <= now()`;
  const { rows } = await sql<{ count: number; seconds_left: number }>`
    insert into rate_limits (preset, subject_hmac, window_start, count)
    values (${preset}, ${subjectHmac}, now(), 1)
    on conflict (preset, subject_hmac) do update set
      count = case when ${isOver} then 1 else least(rate_limits.count + 1, ${highestCount}::int) end,
      window_start = case when ${isOver} then now() else rate_limits.window_start end
    returning count, greatest(1, ceil(extract(epoch from window_start + ${window} - now())))::int as seconds_left
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('Counting an attempt returned no row.');
  return { count: row.count, secondsLeft: row.seconds_left };
}

export async function removeClosedWindows(db: Kysely<Database>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('rate_limits')
    .where('window_start', '<', sql<Date>`now() - interval '1 day'`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

import { sql } from 'kysely';
import type { UsageGroup } from '../../packages/contracts/src/usage/index.ts';
import type { Context } from '../../packages/core/src/context/index.ts';
import { summariseUsage } from '../../packages/core/src/usage/index.ts';
import { quantile, round } from './numbers.ts';
import type { BenchKey } from './usage-pages.ts';

const samples = 15;
const days = 400;

/** Sums as so many keys leave them behind that are used on each of so many days, five hours a day, with two models. */
export async function fillSums(
  { db }: Pick<Context, 'db'>,
  gatewayId: string,
  keys: readonly BenchKey[],
): Promise<number> {
  const given = JSON.stringify(keys.map(({ id, userId }, n) => ({ id, userId, n })));
  const keyRows = sql`jsonb_to_recordset(${given}::jsonb) as k(id uuid, "userId" uuid, n integer)`;
  const figures = sql`3, 0, 6000, 900, 120, 4500, 0, 6900, 0.012345, 0`;
  await sql`truncate usage_quarter_hours, usage_days`.execute(db);
  const { numAffectedRows } = await sql`
    insert into usage_quarter_hours
    select day + (6 + n % 12) * interval '1 hour' + quarter * interval '15 minutes', ${gatewayId}::uuid, id, "userId", null::uuid,
      'model ' || (n + quarter) % 2, 'claude', ${figures}
    from generate_series(date_trunc('day', now(), 'UTC') - ${days - 1} * interval '1 day', now(), interval '1 day') day,
      generate_series(0, 19) quarter, ${keyRows}`.execute(db);
  await sql`
    insert into usage_days
    select (bucket at time zone 'UTC')::date, gateway_id, client_key_id, user_id, null::uuid, model, provider, sum(requests),
      0, sum(input_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cache_read_tokens), 0, sum(total_tokens),
      sum(cost_usd), 0
    from usage_quarter_hours group by 1, 2, 3, 4, model, provider`.execute(db);
  await sql`analyze usage_quarter_hours, usage_days`.execute(db);
  return Number(numAffectedRows);
}

type Question = { name: string; groupBy: UsageGroup; timeZone: string; days: number; scope: 'own' | 'all' };

const questions: readonly Question[] = [
  { name: 'DayUtc', groupBy: 'day', timeZone: 'UTC', days, scope: 'all' },
  { name: 'DayBerlin', groupBy: 'day', timeZone: 'Europe/Berlin', days, scope: 'all' },
  { name: 'DayKolkata', groupBy: 'day', timeZone: 'Asia/Kolkata', days, scope: 'all' },
  { name: 'PersonBerlin', groupBy: 'person', timeZone: 'Europe/Berlin', days, scope: 'all' },
  { name: 'ModelKolkata', groupBy: 'model', timeZone: 'Asia/Kolkata', days, scope: 'all' },
  { name: 'OwnDayBerlin', groupBy: 'day', timeZone: 'Europe/Berlin', days, scope: 'own' },
  { name: 'Day30Berlin', groupBy: 'day', timeZone: 'Europe/Berlin', days: 30, scope: 'all' },
  { name: 'Hour7Kolkata', groupBy: 'hour', timeZone: 'Asia/Kolkata', days: 7, scope: 'all' },
];

export async function measureSummaries(ctx: Pick<Context, 'actor' | 'replica'>): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {};
  for (const { name, days, ...question } of questions) {
    const [from, to] = [days - 1, 0].map((count) =>
      new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10),
    );
    const timesMs: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const startedAt = performance.now();
      await summariseUsage(ctx, { ...question, from: from ?? '', to: to ?? '' });
      timesMs.push(performance.now() - startedAt);
    }
    metrics[`summary${name}MsP50`] = round(quantile(timesMs, 0.5), 1);
    metrics[`summary${name}MsP95`] = round(quantile(timesMs, 0.95), 1);
  }
  return metrics;
}

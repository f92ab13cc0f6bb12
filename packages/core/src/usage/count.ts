import { planOnce } from '@gatehouse/db/database';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { UsageEvent } from './events.ts';

/** Column of `usage_events`, its type, and what a row has in it. */
type Column = readonly [name: string, type: string, of: (event: UsageEvent) => unknown];

const columns: readonly Column[] = [
  ['id', 'uuid', ({ id }) => id],
  ['occurred_at', 'timestamptz', ({ occurredAt }) => occurredAt],
  ['client_key_id', 'uuid', ({ clientKeyId }) => clientKeyId],
  ['user_id', 'uuid', ({ userId }) => userId],
  ['team_id', 'uuid', ({ teamId }) => teamId],
  ['provider', 'text', ({ provider }) => provider],
  ['model', 'text', ({ model }) => model],
  ['requested_model', 'text', ({ requestedModel }) => requestedModel],
  ['request_id', 'text', ({ requestId }) => requestId],
  ['endpoint', 'text', ({ endpoint }) => endpoint],
  ['auth_index', 'text', ({ authIndex }) => authIndex],
  ['is_failed', 'boolean', ({ isFailed }) => isFailed],
  ['status_code', 'integer', ({ statusCode }) => statusCode],
  ['latency_ms', 'integer', ({ latencyMs }) => latencyMs],
  ['first_token_ms', 'integer', ({ firstTokenMs }) => firstTokenMs],
  ['input_tokens', 'bigint', ({ tokens }) => tokens.input],
  ['output_tokens', 'bigint', ({ tokens }) => tokens.output],
  ['reasoning_tokens', 'bigint', ({ tokens }) => tokens.reasoning],
  ['cache_read_tokens', 'bigint', ({ tokens }) => tokens.cacheRead],
  ['cache_write_tokens', 'bigint', ({ tokens }) => tokens.cacheWrite],
  ['total_tokens', 'bigint', ({ tokens }) => tokens.total],
  ['cost_usd', 'numeric', ({ costUsd }) => costUsd],
];
const names = columns.map(([name]) => name).join(', ');

/** Sums of events, in the order of the columns of both tables of sums. */
const sums = `count(*), count(*) filter (where is_failed), sum(input_tokens), sum(output_tokens), sum(reasoning_tokens),
  sum(cache_read_tokens), sum(cache_write_tokens), sum(total_tokens), coalesce(sum(cost_usd), 0),
  count(*) filter (where cost_usd is null and (total_tokens > 0 or not is_failed))`;
const sumColumns = [
  ...['requests', 'failed_requests', 'input_tokens', 'output_tokens', 'reasoning_tokens', 'cache_read_tokens'],
  ...['cache_write_tokens', 'total_tokens', 'cost_usd', 'unpriced_requests'],
];

const addedUp = (table: 'usage_quarter_hours' | 'usage_days', column: 'bucket' | 'day', value: string) =>
  sql.raw(`
    insert into ${table} as kept (${column}, gateway_id, client_key_id, user_id, team_id, model, provider, ${sumColumns.join(', ')})
    select ${value}, gateway_id, client_key_id, user_id, team_id, requested_model, provider, ${sums}
    from counted group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 5, 6, 7
    on conflict on constraint ${table}_key do update set
      ${sumColumns.map((name) => `${name} = kept.${name} + excluded.${name}`).join(', ')}`);

const inQuarters = addedUp('usage_quarter_hours', 'bucket', `date_bin('15 minutes', occurred_at, timestamptz 'epoch')`);
const inDays = addedUp('usage_days', 'day', `(occurred_at at time zone 'UTC')::date`);

/**
 * Keeps the events that were not kept before and adds them, and no others, to the sums, in one statement with `done`: what
 * becomes of the page, as parts of a `with`. Doing it again, after a crash or at the same time, changes nothing. Answers how many were new.
 */
export async function countEvents(
  db: Kysely<Database>,
  { gatewayId, events, done }: { gatewayId: string; events: readonly UsageEvent[]; done: RawBuilder<unknown> },
): Promise<number> {
  if (events.length === 0) {
    await sql`with ${done} select`.execute(db);
    return 0;
  }
  const given = columns.map(([, type, of]) => sql`${events.map(of)}::${sql.raw(type)}[]`);
  const { rows } = await sql<{ count: number }>`
    with given as (select * from unnest(${sql.join(given)}) as event (${sql.raw(names)})),
    counted as (
      insert into usage_events (gateway_id, ${sql.raw(names)})
      select ${gatewayId}::uuid, ${sql.raw(names)} from given order by id
      on conflict do nothing returning *
    ), in_quarters as (${inQuarters}), in_days as (${inDays}), ${done}
    select count(*) as count from counted`.execute(planOnce(db));
  return rows[0]?.count ?? 0;
}

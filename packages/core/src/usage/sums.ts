import type { UsageFigures, UsageGroup } from '@gatehouse/contracts/usage';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Shift } from './shifts.ts';

export type SumsQuery = {
  from: string;
  to: string;
  groupBy: UsageGroup;
  shifts: readonly Shift[];
  /** Of one, where it is not null. */
  of: { gatewayId: string | null; userIds: readonly string[]; clientKeyId: string | null; model: string | null };
  /** So many groups; all others are one more. */
  limit: number;
};

export type SumRow = { kind: 'group' | 'rest' | 'total'; key: string | null; groups: number; figures: UsageFigures };

const columns: Record<keyof UsageFigures, string> = {
  requests: 'requests',
  failedRequests: 'failed_requests',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
  cacheReadTokens: 'cache_read_tokens',
  cacheWriteTokens: 'cache_write_tokens',
  totalTokens: 'total_tokens',
  costUsd: 'cost_usd',
  unpricedRequests: 'unpriced_requests',
};
const fields = Object.entries(columns) as [keyof UsageFigures, string][];

const sums = sql.raw(fields.map(([, column]) => `sum(${column}) as ${column}`).join(', '));
const signedSums = sql.raw(fields.map(([, column]) => `sum(target.sign * part.${column}) as ${column}`).join(', '));
const totals = sql.raw(
  fields.map(([, column]) => `trim_scale(coalesce(sum(${column}), 0))::text as ${column}`).join(', '),
);

/** Nobody knows of whom: its own group. */
const groupColumn: Record<Exclude<UsageGroup, 'day' | 'hour'>, string> = {
  model: 'model',
  provider: 'provider',
  person: 'user_id::text',
  team: 'team_id::text',
  'client-key': 'client_key_id::text',
  gateway: 'gateway_id::text',
};

/** Everything is added up by the database: days of UTC, and the quarters that are another day where somebody asks. */
export async function selectSums(db: Kysely<Database>, query: SumsQuery): Promise<SumRow[]> {
  const { groupBy, from, to, shifts, limit } = query;
  const isByTime = groupBy === 'day' || groupBy === 'hour';
  const column = isByTime ? null : sql.raw(groupColumn[groupBy]);
  const days = sql`
    select ${column ?? sql`day::text`} as key, ${sums} from usage_days
    where day between ${from}::date and ${to}::date and ${groupBy !== 'hour'} and ${isOf(query)} group by 1`;
  // One look into the index for each shift, whatever the planner thinks of their number.
  const quarters = sql`
    select ${column ? sql`part.key` : sql`target.key`} as key, ${signedSums}
    from ${rowsOf(shifts)} cross join lateral (
      select ${column ?? sql`null::text`} as key, ${sums} from usage_quarter_hours
      where bucket >= shift.since and bucket < shift.until and ${isOf(query)} group by 1
    ) part cross join lateral (values (shift.gains, 1), (shift.loses, -1)) target (key, sign)
    where target.key is not null group by 1`;
  const { rows } = await sql<
    Record<string, string | null> & { kind: SumRow['kind']; key: string | null; groups: number }
  >`
    with parts as (${days} union all ${quarters}),
    groups as (select key, ${sums} from parts group by key having sum(requests) <> 0),
    ranked as (select *, row_number() over (order by cost_usd desc, total_tokens desc, requests desc, key) > ${limit} as is_rest
      from groups),
    cut as (select *, case when is_rest then null else key end as shown from ranked)
    select case when grouping(is_rest) = 1 then 'total' when is_rest then 'rest' else 'group' end as kind,
      shown as key, count(*) as groups, ${totals}
    from cut group by grouping sets ((is_rest, shown), ())
    order by min(cost_usd) desc, min(total_tokens) desc, min(requests) desc, shown`.execute(db);
  return rows.map((row) => ({ kind: row.kind, key: row.key, groups: Number(row.groups), figures: figuresOf(row) }));
}

const rowsOf = (shifts: readonly Shift[]): RawBuilder<unknown> => sql`
  unnest(${shifts.map(({ since }) => since)}::timestamptz[], ${shifts.map(({ until }) => until)}::timestamptz[],
    ${shifts.map(({ gains }) => gains)}::text[], ${shifts.map(({ loses }) => loses)}::text[])
    as shift(since, until, gains, loses)`;

function isOf({ of }: SumsQuery): RawBuilder<boolean> {
  const wanted = [
    ...(of.gatewayId === null ? [] : [sql`gateway_id = ${of.gatewayId}::uuid`]),
    ...of.userIds.map((userId) => sql`user_id = ${userId}::uuid`),
    ...(of.clientKeyId === null ? [] : [sql`client_key_id = ${of.clientKeyId}::uuid`]),
    ...(of.model === null ? [] : [sql`model = ${of.model}`]),
  ];
  return wanted.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(wanted, sql` and `)}`;
}

function figuresOf(row: Record<string, string | null>): UsageFigures {
  const count = (field: keyof UsageFigures): number => exact(row[columns[field]] ?? '0');
  return {
    requests: count('requests'),
    failedRequests: count('failedRequests'),
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    reasoningTokens: count('reasoningTokens'),
    cacheReadTokens: count('cacheReadTokens'),
    cacheWriteTokens: count('cacheWriteTokens'),
    totalTokens: count('totalTokens'),
    costUsd: row.cost_usd ?? '0',
    unpricedRequests: count('unpricedRequests'),
  };
}

function exact(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError('A sum of usage is larger than 2^53 - 1.');
}

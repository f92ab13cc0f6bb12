import { type Kysely, sql } from 'kysely';

/** What was used through each gateway, the sums of it, and what of it may be missing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ['quarter_hours', 'days', 'horizon', 'events', 'gaps', 'inbox', 'collectors'];
  for (const table of tables) await sql.raw(`drop table usage_${table}`).execute(db);
}

const figures = `
    requests bigint not null,
    failed_requests bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    total_tokens bigint not null,
    cost_usd numeric not null,
    unpriced_requests bigint not null`;

const statements = [
  // How far a gateway has been read. All times are the database's.
  `create table usage_collectors (
    gateway_id uuid primary key references gateways (id) on delete cascade,
    cursor text,
    -- Of a gateway whose records can be read once, and which forgets them after so long.
    is_destructive boolean not null,
    retention_seconds integer not null,
    -- When the last read began that arrived; before the first, when the gateway was added.
    read_at timestamptz not null,
    -- When a read began of which nobody knows yet whether it arrived.
    reading_at timestamptz,
    -- When the last read began after which nothing was left.
    complete_at timestamptz,
    -- Nobody could read from then until then: the last time.
    paused_from timestamptz,
    paused_until timestamptz,
    -- Restarts of the gateway until then are among the gaps.
    restarts_seen_at timestamptz not null,
    settings_checked_at timestamptz,
    problem jsonb)`,

  // Pages as they arrived, until what they say has been counted.
  `create table usage_inbox (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    page_sealed bytea not null,
    -- The read before began then, and this one at \`read_at\`.
    read_after timestamptz not null,
    read_at timestamptz not null,
    -- It holds something that makes no sense; kept for a version that can read it.
    unreadable_at timestamptz)`,
  // What is sealed cannot be made smaller.
  'alter table usage_inbox alter column page_sealed set storage external',
  'create index usage_inbox_gateway_id_idx on usage_inbox (gateway_id, id)',

  `create table usage_gaps (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    reason text not null
      check (reason in ('not-collected', 'answer-lost', 'restarted', 'switched-off', 'other-reader', 'unreadable')),
    since timestamptz not null,
    until timestamptz,
    inbox_id uuid unique)`,
  'create index usage_gaps_gateway_id_idx on usage_gaps (gateway_id, since)',
  // What begins at the same time for the same reason is the same gap, however often it is told.
  'create unique index usage_gaps_since_key on usage_gaps (gateway_id, reason, since) where inbox_id is null',

  // One partition a month, named usage_events_<year>_<month>. No references: nothing that is named here is ever deleted,
  // and looking each of them up costs as much as the insert.
  `create table usage_events (
    -- Of the gateway and its record: 128 bits of a SHA-256.
    id uuid not null,
    gateway_id uuid not null,
    occurred_at timestamptz not null,
    client_key_id uuid,
    user_id uuid,
    -- In which the key was when the record was counted.
    team_id uuid,
    provider text not null,
    model text not null,
    requested_model text not null,
    request_id text,
    endpoint text,
    auth_index text,
    is_failed boolean not null,
    status_code integer,
    latency_ms integer,
    first_token_ms integer,
    input_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    total_tokens bigint not null,
    -- By the price of the day on which it was counted; null where none is known.
    cost_usd numeric,
    primary key (id, occurred_at)
  ) partition by range (occurred_at)`,

  // What is older is not kept by itself any more, and can never be counted again. One row, or none.
  `create table usage_horizon (
    id boolean primary key default true check (id),
    since timestamptz not null)`,

  // Every time zone begins its days at a quarter of an hour.
  `create table usage_quarter_hours (
    bucket timestamptz not null,
    gateway_id uuid not null,
    client_key_id uuid,
    user_id uuid,
    team_id uuid,
    model text not null,
    provider text not null,${figures},
    constraint usage_quarter_hours_key unique nulls not distinct (bucket, gateway_id, client_key_id, team_id, model, provider)
  ) with (fillfactor = 80)`,

  // The same by the days of UTC.
  `create table usage_days (
    day date not null,
    gateway_id uuid not null,
    client_key_id uuid,
    user_id uuid,
    team_id uuid,
    model text not null,
    provider text not null,${figures},
    constraint usage_days_key unique nulls not distinct (day, gateway_id, client_key_id, team_id, model, provider)
  ) with (fillfactor = 80)`,
  'create index usage_days_user_id_idx on usage_days (user_id, day)',
];

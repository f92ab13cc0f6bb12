import { type Kysely, sql } from 'kysely';

/** Settings of gateways that an administrator accepted or dismissed, and what is kept in their channels. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table gateway_settings').execute(db);
}

const statements = [
  `create table gateway_settings (
    gateway_id uuid not null references gateways (id) on delete cascade,
    kind text not null check (kind in ('setting', 'excluded-models', 'model-aliases')),
    -- The setting, or the channel of a map.
    name text not null,
    desired jsonb not null,
    -- What counts as ours at the gateway: what was last confirmed, and what was wanted since then without confirmation.
    base jsonb,
    -- Suggested and not wanted: nothing is written, and nobody is asked again.
    is_dismissed boolean not null default false,
    status text not null default 'pending'
      check (status in ('pending', 'applied', 'drifted', 'conflict', 'rejected', 'unknown')),
    problem jsonb,
    -- Goes up with each change of what is wanted.
    version integer not null default 1,
    reverted_at timestamptz[] not null default '{}',
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    checked_at timestamptz,
    changed_by uuid references users (id),
    updated_at timestamptz not null default now(),
    primary key (gateway_id, kind, name))`,
  `create index gateway_settings_due_idx on gateway_settings (next_attempt_at)
    where status in ('pending', 'drifted', 'unknown') and not is_dismissed`,
];

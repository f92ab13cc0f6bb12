import { type Kysely, sql } from 'kysely';

/**
 * What happened at each gateway without Gatehouse, how it looked before each write, what to leave out of counts, and the
 * failed authentications of all processes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['gateway_authentications', 'gateway_ignored_entries', 'gateway_snapshots', 'gateway_events'])
    await sql.raw(`drop table ${table}`).execute(db);
  await sql.raw('drop index provider_keys_entry_idx, custom_providers_entry_idx').execute(db);
  await sql.raw('alter table gateway_entries drop column moved_to').execute(db);
  await sql
    .raw('alter table gateways drop column policy, drop column build, drop column restarted_at, drop column rival')
    .execute(db);
}

const statements = [
  `alter table gateways
    add column policy text not null default 'repair' check (policy in ('repair', 'report')),
    add column build text,
    -- Only where a gateway tells when it was started.
    add column restarted_at timestamptz,
    -- A second controller at the same gateway: since when, and by what it was noticed.
    add column rival jsonb`,

  // The copy at another gateway that this one makes room for: it leaves once that one is confirmed.
  `alter table gateway_entries
    add column moved_to uuid references gateway_entries (id) on delete set null`,
  `create index gateway_entries_moved_to_idx on gateway_entries (moved_to)
    where moved_to is not null and desired = 'present'`,

  // An event is labelled with the name of what it is about, also after that was removed.
  'create index provider_keys_entry_idx on provider_keys (entry_id)',
  'create index custom_providers_entry_idx on custom_providers (entry_id)',

  // Every difference that was not caused here, and what became of it.
  `create table gateway_events (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    at timestamptz not null default now(),
    kind text not null,
    -- Null for what concerns the gateway as a whole.
    entry_id uuid references gateway_entries (id) on delete set null,
    resource text,
    label text,
    action text check (action in ('repaired', 'repairing', 'reported', 'held')),
    resolved_at timestamptz,
    details jsonb not null default '{}')`,
  'create index gateway_events_gateway_idx on gateway_events (gateway_id, id desc)',
  'create index gateway_events_at_idx on gateway_events (at)',
  'create index gateway_events_open_idx on gateway_events (entry_id) where entry_id is not null and resolved_at is null',

  // The raw lists as they were before one of our writes.
  `create table gateway_snapshots (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    resource text not null,
    taken_at timestamptz not null default now(),
    reason text not null,
    entry_count integer not null,
    stranger_count integer not null,
    content_hmac bytea not null,
    state_sealed bytea not null)`,
  'create index gateway_snapshots_resource_idx on gateway_snapshots (gateway_id, resource, id desc)',

  // Entries of nobody here that an administrator has seen and wants to hear no more of. Only a hash of each is kept.
  `create table gateway_ignored_entries (
    gateway_id uuid not null references gateways (id) on delete cascade,
    resource text not null,
    natural_key_hmac bytea not null,
    ignored_by uuid references users (id),
    ignored_at timestamptz not null default now(),
    primary key (gateway_id, resource, natural_key_hmac))`,

  // By address, because a gateway counts wrong keys by who calls it. Each slot counts until its time.
  `create table gateway_authentications (
    address_hmac bytea primary key,
    counted_until timestamptz[] not null)`,
];

import { type Kysely, sql } from 'kysely';

/**
 * Identity, gateways, what people contribute and get, the desired state of every gateway, and the audit log.
 * Ids are UUIDv7 made by the application; PostgreSQL 15 and newer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop function count_owned(text, uuid)').execute(db);
  for (const table of [...tables].reverse()) await sql.raw(`drop table ${table}`).execute(db);
}

const tables = [
  'installation',
  'users',
  'sessions',
  'invitations',
  'access_tokens',
  'device_logins',
  'gateways',
  'leases',
  'gateway_entries',
  'provider_keys',
  'custom_providers',
  'client_keys',
  'models',
  'audit_entries',
  'rate_limits',
];

const statements = [
  // One row. The setup link's token is kept as an HMAC only and is gone once somebody has claimed the installation.
  `create table installation (
    id smallint primary key default 1 check (id = 1),
    setup_token_hmac bytea,
    claimed_at timestamptz,
    -- The key of every HMAC that is stored; sealed, so that rotating the secret keys leaves the HMACs valid.
    pepper_sealed bytea not null,
    created_at timestamptz not null default now(),
    check ((claimed_at is null) = (setup_token_hmac is not null)))`,

  `create table users (
    id uuid primary key,
    email text not null check (email = lower(email)),
    name text not null,
    password_hash text,
    role text not null check (role in ('owner', 'admin', 'operator', 'auditor', 'member')),
    is_active boolean not null default true,
    session_version integer not null default 0,
    created_at timestamptz not null default now(),
    last_signed_in_at timestamptz,
    removed_at timestamptz)`,
  // A removed person keeps the row (history names them) but frees the address.
  'create unique index users_email_key on users (email) where removed_at is null',

  `create table sessions (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    user_agent text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz)`,
  'create index sessions_user_id_idx on sessions (user_id)',
  'create index sessions_expires_at_idx on sessions (expires_at)',

  `create table invitations (
    id uuid primary key,
    token_hmac bytea not null,
    email text check (email = lower(email)),
    role text not null check (role in ('owner', 'admin', 'operator', 'auditor', 'member')),
    created_by uuid not null references users (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid references users (id),
    revoked_at timestamptz,
    constraint invitations_token_hmac_key unique (token_hmac),
    check ((accepted_at is null) = (accepted_by is null)))`,

  `create table access_tokens (
    id uuid primary key,
    user_id uuid references users (id) on delete cascade,
    kind text not null check (kind in ('cli', 'sync', 'service')),
    name text not null,
    token_hmac bytea not null,
    prefix text not null,
    last_four text not null,
    scopes text[] not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    constraint access_tokens_token_hmac_key unique (token_hmac),
    check (kind = 'service' or user_id is not null))`,
  'create index access_tokens_user_id_idx on access_tokens (user_id)',

  `create table device_logins (
    id uuid primary key,
    device_code_hmac bytea not null,
    user_code text not null,
    client_name text not null,
    status text not null default 'pending' check (status in ('pending', 'approved', 'denied', 'consumed')),
    user_id uuid references users (id) on delete cascade,
    access_token_id uuid references access_tokens (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint device_logins_device_code_hmac_key unique (device_code_hmac))`,
  "create unique index device_logins_user_code_key on device_logins (user_code) where status = 'pending'",
  'create index device_logins_expires_at_idx on device_logins (expires_at)',

  `create table gateways (
    id uuid primary key,
    name text not null,
    kind text not null check (kind in ('cliproxyapi', 'litellm')),
    base_url text not null,
    client_base_url text,
    management_key_sealed bytea not null,
    version text,
    health text not null default 'unknown' check (health in ('unknown', 'healthy', 'unreachable', 'locked-out')),
    problem jsonb,
    checked_at timestamptz,
    -- The first refused authentication closes the gateway for every process until somebody changes the key or asks again.
    locked_out_until timestamptz,
    unmanaged jsonb not null default '{}',
    models_read_at timestamptz,
    created_by uuid references users (id),
    created_at timestamptz not null default now(),
    removed_at timestamptz)`,
  'create unique index gateways_name_key on gateways (lower(name)) where removed_at is null',
  // Two rows for one gateway would be two writers.
  'create unique index gateways_base_url_key on gateways (base_url) where removed_at is null',

  // Time-limited exclusive ownership by name; the clock is the database's.
  `create table leases (
    name text primary key,
    holder text not null,
    epoch bigint not null,
    expires_at timestamptz not null)`,

  // The desired state of every gateway. A row that is not confirmed is queued work: there is no second record of it.
  `create table gateway_entries (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    resource text not null check (resource in ('client-keys', 'provider-keys', 'custom-providers')),
    natural_key_hmac bytea not null,
    -- Gone once a removal is confirmed: nothing needs the secret any more.
    spec_sealed bytea,
    -- What was last confirmed at the gateway: the base of the three-way merge.
    base_sealed bytea,
    owner_user_id uuid references users (id),
    desired text not null check (desired in ('present', 'absent')),
    generation integer not null default 1,
    observed_generation integer not null default 0,
    status text not null default 'pending'
      check (status in ('pending', 'applied', 'drifted', 'conflict', 'rejected', 'unknown')),
    problem jsonb,
    applied_at timestamptz,
    -- Times at which it was seen changed back by somebody else; a few in a short while make a conflict.
    reverted_at timestamptz[] not null default '{}',
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (desired = 'absent' or spec_sealed is not null),
    constraint gateway_entries_natural_key_key unique (gateway_id, resource, natural_key_hmac))`,
  `create index gateway_entries_unconfirmed_idx on gateway_entries (gateway_id, next_attempt_at)
    where status in ('pending', 'drifted', 'unknown')`,
  'create index gateway_entries_owner_idx on gateway_entries (owner_user_id)',

  `create table provider_keys (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    entry_id uuid not null references gateway_entries (id) on delete cascade,
    user_id uuid not null references users (id),
    provider text not null,
    name text not null,
    masked text not null,
    base_url text,
    created_at timestamptz not null default now(),
    removed_at timestamptz)`,
  'create unique index provider_keys_entry_key on provider_keys (entry_id) where removed_at is null',
  'create index provider_keys_user_idx on provider_keys (user_id) where removed_at is null',

  `create table custom_providers (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    entry_id uuid not null references gateway_entries (id) on delete cascade,
    user_id uuid not null references users (id),
    name text not null,
    display_name text not null,
    base_url text not null,
    masked text not null,
    models jsonb not null,
    created_at timestamptz not null default now(),
    removed_at timestamptz)`,
  'create unique index custom_providers_entry_key on custom_providers (entry_id) where removed_at is null',
  'create index custom_providers_user_idx on custom_providers (user_id) where removed_at is null',

  `create table client_keys (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    entry_id uuid not null references gateway_entries (id) on delete cascade,
    user_id uuid not null references users (id),
    name text not null,
    -- Also after it was revoked: late usage records still name their owner.
    key_hmac bytea not null,
    key_sealed bytea,
    masked text not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    constraint client_keys_key_hmac_key unique (key_hmac),
    check ((revoked_at is null) = (key_sealed is not null)))`,
  'create index client_keys_user_idx on client_keys (user_id, created_at)',
  'create index client_keys_entry_idx on client_keys (entry_id)',

  `create table models (
    gateway_id uuid not null references gateways (id) on delete cascade,
    model_id text not null,
    owned_by text,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    -- Kept for history; only models without it are offered.
    missing_since timestamptz,
    primary key (gateway_id, model_id))`,

  `create table audit_entries (
    id uuid primary key,
    at timestamptz not null default now(),
    actor_type text not null check (actor_type in ('user', 'service', 'system', 'anonymous')),
    actor_user_id uuid references users (id),
    actor_label text not null,
    action text not null,
    resource text not null,
    resource_id uuid,
    details jsonb not null default '{}',
    request_id text)`,
  'create index audit_entries_at_idx on audit_entries (at desc, id desc)',
  'create index audit_entries_resource_idx on audit_entries (resource, resource_id, at desc)',

  // How many of a kind a person has, under a lock until the transaction ends; null for one who may not act any more. A
  // function, because each statement in it sees what was committed before that statement: after the lock, not before.
  `create function count_owned(kind text, owner uuid) returns integer language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('count-owned:' || kind || ':' || owner, 0));
      perform 1 from users where id = owner and is_active and removed_at is null for key share;
      if not found then return null; end if;
      return case kind
        when 'provider_keys' then (select count(*) from provider_keys where user_id = owner and removed_at is null)
        when 'custom_providers' then (select count(*) from custom_providers where user_id = owner and removed_at is null)
        when 'client_keys' then (select count(*) from client_keys where user_id = owner and revoked_at is null)
      end;
    end $$`,

  // Attempts counted for all processes, in a window that begins with the first of them.
  `create table rate_limits (
    preset text not null,
    subject_hmac bytea not null,
    window_start timestamptz not null,
    count integer not null,
    primary key (preset, subject_hmac))`,
  'create index rate_limits_window_start_idx on rate_limits (window_start)',
];

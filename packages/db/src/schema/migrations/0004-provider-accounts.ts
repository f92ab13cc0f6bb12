import { type Kysely, sql } from 'kysely';

/** Accounts at providers that people sign in to, and the logins by which they prove that one is theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['connect_sessions', 'provider_accounts']) await sql.raw(`drop table ${table}`).execute(db);
}

const statements = [
  // Whose a credential file of a gateway is, and how it is wanted. What is in the file is never kept.
  `create table provider_accounts (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    user_id uuid not null references users (id),
    provider text not null,
    name text not null,
    -- The gateway's name for the file may hold an e-mail address. Gone once a removal is confirmed; the HMAC stays.
    file_name_hmac bytea not null,
    file_name_sealed bytea,
    -- An upload was announced by this row and has not been answered yet.
    is_uploading boolean not null default false,
    is_disabled boolean not null default false,
    settings jsonb not null default '{}',
    health text,
    desired text not null default 'present' check (desired in ('present', 'absent')),
    status text not null default 'pending'
      check (status in ('pending', 'applied', 'drifted', 'conflict', 'rejected', 'unknown')),
    problem jsonb,
    -- Goes up with each change of the settings; the gateway does not show all of them, so an answer has to confirm it.
    settings_generation integer not null default 0,
    applied_settings_generation integer not null default 0,
    reverted_at timestamptz[] not null default '{}',
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    applied_at timestamptz,
    created_at timestamptz not null default now(),
    removed_at timestamptz)`,
  // One owner for each file; a file that is certainly gone may come back as somebody else's.
  `create unique index provider_accounts_file_key on provider_accounts (gateway_id, file_name_hmac)
    where not (desired = 'absent' and status = 'applied')`,
  'create index provider_accounts_user_id_idx on provider_accounts (user_id)',
  `create index provider_accounts_due_idx on provider_accounts (next_attempt_at)
    where status in ('pending', 'drifted', 'unknown')`,

  // Written before the login begins, so that no credential comes from nowhere.
  `create table connect_sessions (
    id uuid primary key,
    gateway_id uuid not null references gateways (id) on delete cascade,
    user_id uuid not null references users (id),
    provider text not null,
    name text not null,
    -- The gateway's name for this login; null until the gateway has begun it. Whoever knows it can end the login.
    state_sealed bytea,
    -- Files of this gateway before the login: hex HMAC of the name → when it was last written.
    known_files jsonb not null,
    status text not null default 'open'
      check (status in ('open', 'connected', 'unclaimed', 'failed', 'expired', 'cancelled')),
    problem text,
    -- Given up here; the gateway has to be told.
    is_closing boolean not null default false,
    -- When the gateway was last asked how the login stands.
    polled_at timestamptz not null default now(),
    confirmed_at timestamptz,
    account_id uuid references provider_accounts (id) on delete set null,
    -- Hex HMACs of the files that may have come from this login, if it could not be told which.
    parked_files text[] not null default '{}',
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz)`,
  `create index connect_sessions_open_idx on connect_sessions (gateway_id) where status = 'open' or is_closing`,
  'create index connect_sessions_user_id_idx on connect_sessions (user_id)',
];

import { type Kysely, sql } from 'kysely';

/** What people choose for their bundles, what a gateway never offers, and the choices that people share. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ['share_subscriptions', 'share_versions', 'shares', 'gateway_exclusions', 'bundle_choices'];
  for (const table of tables) await sql.raw(`drop table ${table}`).execute(db);
}

const statements = [
  `create table bundle_choices (
    user_id uuid primary key references users (id),
    version integer not null default 0,
    -- Names of variables and headers without their values: those are sealed beside it.
    document jsonb not null default '{}',
    values_sealed bytea,
    updated_at timestamptz not null default now())`,

  `create table gateway_exclusions (
    gateway_id uuid primary key references gateways (id) on delete cascade,
    version integer not null default 0,
    patterns jsonb not null default '[]',
    updated_at timestamptz not null default now())`,

  `create table shares (
    id uuid primary key,
    user_id uuid not null references users (id),
    name text not null,
    -- Gone once the share has ended: nobody new can follow it then.
    code text unique check (code ~ '^[A-HJ-NP-Z2-9]{8}$'),
    latest_version integer not null default 1,
    created_at timestamptz not null default now(),
    ended_at timestamptz)`,
  'create index shares_user_id_idx on shares (user_id)',

  // Never changed once written.
  `create table share_versions (
    share_id uuid not null references shares (id) on delete cascade,
    version integer not null check (version > 0),
    document jsonb not null,
    content_hash text not null,
    published_at timestamptz not null default now(),
    primary key (share_id, version))`,

  `create table share_subscriptions (
    id uuid primary key,
    user_id uuid not null references users (id),
    share_id uuid not null references shares (id),
    is_paused boolean not null default false,
    -- Null follows the latest.
    pinned_version integer,
    -- Hashes of the commands, addresses and plugins that the follower agreed to.
    consents text[] not null default '{}',
    -- The follower's own values for the variables that the share names.
    values_sealed bytea,
    created_at timestamptz not null default now(),
    unique (user_id, share_id),
    foreign key (share_id, pinned_version) references share_versions (share_id, version))`,
  // One at a time is in use.
  'create unique index share_subscriptions_in_use_key on share_subscriptions (user_id) where not is_paused',
  'create index share_subscriptions_share_id_idx on share_subscriptions (share_id)',
];

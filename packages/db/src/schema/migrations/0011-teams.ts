import { type Kysely, sql } from 'kysely';

/** Teams, who is in them, what their bundles leave out, and which keys belong to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table client_keys drop column team_id`.execute(db);
  await sql`drop table gateway_teams, team_members, teams`.execute(db);
}

const statements = [
  `create table teams (
    id uuid primary key,
    name text not null,
    description text not null default '',
    -- Patterns of models that no bundle of a member offers.
    exclusions jsonb not null default '[]',
    version integer not null default 1,
    created_by uuid references users (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    removed_at timestamptz)`,
  // A name is free again once its team has been removed.
  'create unique index teams_name_key on teams (lower(name)) where removed_at is null',

  `create table team_members (
    team_id uuid not null references teams (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    role text not null check (role in ('admin', 'member')),
    added_by uuid references users (id) on delete set null,
    joined_at timestamptz not null default now(),
    primary key (team_id, user_id))`,
  'create index team_members_user_id_idx on team_members (user_id)',

  'alter table client_keys add column team_id uuid references teams (id)',
  'create index client_keys_team_id_idx on client_keys (team_id) where team_id is not null',

  // Which teams were put to a gateway that has teams of its own, until it has confirmed that they are gone.
  `create table gateway_teams (
    gateway_id uuid not null references gateways (id) on delete cascade,
    team_id uuid not null references teams (id) on delete cascade,
    primary key (gateway_id, team_id))`,
];

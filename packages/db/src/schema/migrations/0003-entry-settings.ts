import { type Kysely, sql } from 'kysely';

/** What contributed entries show of their settings, their edits, and custom providers in shared lists and groups. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `alter table custom_providers drop column settings, drop column is_disabled, drop column is_shared,
        drop column group_id, drop column position, drop column version, drop column updated_at`,
    )
    .execute(db);
  await sql
    .raw(
      `alter table provider_keys drop column models, drop column settings, drop column is_disabled,
        drop column version, drop column updated_at`,
    )
    .execute(db);
  await sql.raw('drop table custom_provider_groups').execute(db);
}

const statements = [
  // The public part of the sealed spec, so that lists need not open one: never a header's value or a proxy's password.
  `alter table provider_keys
    add column models jsonb not null default '[]',
    add column settings jsonb not null default '{}',
    add column is_disabled boolean not null default false,
    -- Goes up with each edit; an edit names the one that it was made from.
    add column version integer not null default 1,
    add column updated_at timestamptz not null default now()`,

  `create table custom_provider_groups (
    id uuid primary key,
    name text not null,
    position integer not null default 0,
    -- While it is off, its providers are disabled at their gateways whatever their own switch says.
    is_enabled boolean not null default true,
    created_by uuid references users (id),
    created_at timestamptz not null default now())`,
  'create unique index custom_provider_groups_name_key on custom_provider_groups (lower(name))',

  `alter table custom_providers
    add column settings jsonb not null default '{}',
    add column is_disabled boolean not null default false,
    add column is_shared boolean not null default false,
    add column group_id uuid references custom_provider_groups (id) on delete set null,
    add column position integer not null default 0,
    add column version integer not null default 1,
    add column updated_at timestamptz not null default now()`,
  'create index custom_providers_group_idx on custom_providers (group_id) where group_id is not null',
];

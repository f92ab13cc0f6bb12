import { type Kysely, sql } from 'kysely';

/** What is known of models beyond their ids. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table model_metadata, model_overrides`.execute(db);
  await sql`alter table models drop column metadata`.execute(db);
}

const statements = [
  // What the gateway itself says of the model; the rest is looked up.
  'alter table models add column metadata jsonb',

  // What an administrator has set, field by field. Stays while the model is missing.
  `create table model_overrides (
    gateway_id uuid not null references gateways (id) on delete cascade,
    model_id text not null,
    metadata jsonb not null,
    updated_at timestamptz not null default now(),
    primary key (gateway_id, model_id))`,

  // The last that was fetched of what is publicly known, by the makers' ids. One row, or none.
  `create table model_metadata (
    id boolean primary key default true check (id),
    source text not null,
    fetched_at timestamptz not null default now(),
    models jsonb not null)`,
];

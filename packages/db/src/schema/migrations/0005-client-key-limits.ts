import { type Kysely, sql } from 'kysely';

/** What a client key is limited in, when it expires, and whether it is blocked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `alter table client_keys drop column limits, drop column limits_set_by, drop column expires_at,
        drop column expired_at, drop column is_blocked, drop column version, drop column updated_at`,
    )
    .execute(db);
}

const statements = [
  `alter table client_keys
    add column limits jsonb not null default '{}',
    -- Who limited or blocked somebody else's key; null where only its owner did.
    add column limits_set_by uuid references users (id),
    add column expires_at timestamptz,
    -- When it was noticed that the time is over; a later expiry makes it null again.
    add column expired_at timestamptz,
    add column is_blocked boolean not null default false,
    -- Goes up with each edit; an edit names the one that it was made from.
    add column version integer not null default 1,
    add column updated_at timestamptz not null default now()`,
  `create index client_keys_expiring_idx on client_keys (expires_at)
    where expires_at is not null and expired_at is null and revoked_at is null`,
];

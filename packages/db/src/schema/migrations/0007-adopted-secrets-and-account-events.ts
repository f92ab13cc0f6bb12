import { type Kysely, sql } from 'kysely';

/** Keys of which only a hash is known, and what others did to accounts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table provider_accounts drop column headers_sealed').execute(db);
  await sql.raw('alter table gateway_events drop column account_id').execute(db);
  await sql
    .raw('update client_keys set revoked_at = now() where revoked_at is null and key_sealed is null')
    .execute(db);
  await sql
    .raw(
      `alter table client_keys drop constraint client_keys_key_sealed_check,
        add constraint client_keys_check check ((revoked_at is null) = (key_sealed is not null))`,
    )
    .execute(db);
}

const statements = [
  // A gateway that keeps only hashes can give up a key to an owner without anybody here learning it.
  `alter table client_keys drop constraint client_keys_check,
    add constraint client_keys_key_sealed_check check (revoked_at is null or key_sealed is null)`,

  `alter table gateway_events
    add column account_id uuid references provider_accounts (id) on delete set null`,
  `create index gateway_events_account_open_idx on gateway_events (account_id)
    where account_id is not null and resolved_at is null`,

  // Headers of requests that use the account: their values may be secrets.
  'alter table provider_accounts add column headers_sealed bytea',
];

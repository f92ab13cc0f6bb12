import { type Kysely, sql } from 'kysely';

/** Tries at a gateway whose end nobody wrote down: the process died, and the gateway may have refused them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway_authentications add column unended_until timestamptz[] not null default '{}'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway_authentications drop column unended_until`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What each contribution pays for: indexes that nobody asks, and counts of what is not asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of before) await sql.raw(statement).execute(db);
}

const countOwned = (counting: string) => `create or replace function count_owned(kind text, owner uuid)
  returns integer language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('count-owned:' || kind || ':' || owner, 0));
      perform 1 from users where id = owner and is_active and removed_at is null for key share;
      if not found then return null; end if;
      ${counting}
    end $$`;

const statements = [
  // The log is read by id, which is in the order of time.
  'drop index audit_entries_at_idx',
  // Only of people it is asked what was done to them.
  'drop index audit_entries_resource_idx',
  "create index audit_entries_user_idx on audit_entries (resource_id) where resource = 'user'",

  // One count and not one of three: each that stands in an expression is made ready, also where it is not needed.
  countOwned(`
      if kind = 'provider_keys' then
        return (select count(*) from provider_keys where user_id = owner and removed_at is null);
      elsif kind = 'custom_providers' then
        return (select count(*) from custom_providers where user_id = owner and removed_at is null);
      elsif kind = 'client_keys' then
        return (select count(*) from client_keys where user_id = owner and revoked_at is null);
      end if;
      return null;`),
];

const before = [
  'drop index audit_entries_user_idx',
  'create index audit_entries_at_idx on audit_entries (at desc, id desc)',
  'create index audit_entries_resource_idx on audit_entries (resource, resource_id, at desc)',
  countOwned(`
      return case kind
        when 'provider_keys' then (select count(*) from provider_keys where user_id = owner and removed_at is null)
        when 'custom_providers' then (select count(*) from custom_providers where user_id = owner and removed_at is null)
        when 'client_keys' then (select count(*) from client_keys where user_id = owner and revoked_at is null)
      end;`),
];

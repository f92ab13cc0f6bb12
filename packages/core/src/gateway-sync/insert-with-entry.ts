import type { Database } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type AuditFacts, auditRow } from '../audit/index.ts';
import { unauthenticated } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { type PreparedEntry, wantEntry } from './desired.ts';

type OwningTable = 'provider_keys' | 'custom_providers' | 'client_keys';

export type NewWithEntry<T extends OwningTable> = {
  entry: PreparedEntry;
  table: T;
  row: Partial<Selectable<Database[T]>>;
  audit: AuditFacts;
};

/**
 * The desired entry, the row that says whose it is, and the audit row, in one statement: each statement of a contribution
 * is a round trip that a thousand people wait for. Answers the entry's id; null where the entry is wanted already, and
 * then nothing was written.
 */
export async function insertWithEntry<T extends OwningTable>(
  db: Kysely<Database>,
  ctx: Pick<Context, 'actor' | 'requestId'>,
  written: NewWithEntry<T>,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with entry as (${wantEntry(db, written.entry)}), ${ownedAndAudited(ctx, written)}
    select id from entry`.execute(db);
  return rows[0]?.id ?? null;
}

/** `exists`: the entry is wanted already, by this person or another. `no-room`: the person has as many as they may. */
export type InsertedInRoom = { outcome: 'inserted'; entryId: string } | { outcome: 'exists' | 'no-room' };

/**
 * The same with the person's limit in the same statement, for where nothing else has to be in the transaction: one round
 * trip, and still exact under parallel calls, as counting holds a lock until the statement has committed.
 */
export async function insertInRoom<T extends OwningTable>(
  db: Kysely<Database>,
  ctx: Pick<Context, 'actor' | 'requestId'>,
  written: NewWithEntry<T>,
  { userId, limit }: { userId: string; limit: number },
): Promise<InsertedInRoom> {
  const { entry } = written;
  const guarded = wantEntry(db, entry)
    .columns(['id', 'gateway_id', 'resource', 'natural_key_hmac', 'spec_sealed', 'owner_user_id', 'desired'])
    .expression(
      sql`select ${entry.id}::uuid, ${entry.gateway_id}::uuid, ${entry.resource}, ${entry.natural_key_hmac}::bytea,
        ${entry.spec_sealed}::bytea, ${entry.owner_user_id}::uuid, 'present' from room where count < ${limit}`,
    );
  const { rows } = await sql<{ count: number | null; id: string | null }>`
    with room as materialized (select count_owned(${written.table}, ${userId}) as count),
      entry as (${guarded}), ${ownedAndAudited(ctx, written)}
    select count, (select id from entry) as id from room`.execute(db);
  const { count = null, id = null } = rows[0] ?? {};
  if (count === null) throw unauthenticated();
  if (id !== null) return { outcome: 'inserted', entryId: id };
  return { outcome: count < limit ? 'exists' : 'no-room' };
}

const ownedAndAudited = <T extends OwningTable>(
  ctx: Pick<Context, 'actor' | 'requestId'>,
  { table, row, audit }: NewWithEntry<T>,
) => sql`
  owned as (${insertFromEntry(table, row, true)}),
  audited as (${insertFromEntry('audit_entries', auditRow(ctx, audit), false)})`;

/** One row, only if the CTE `entry` has one. Values travel as JSON, so that PostgreSQL gives them the columns' types. */
function insertFromEntry(table: string, row: object, hasEntryId: boolean) {
  const names = Object.keys(row);
  const json = JSON.stringify(row, (key, value) => {
    // JSON.stringify has already turned a Buffer into { type, data } when it asks.
    const original = (row as Record<string, unknown>)[key];
    return Buffer.isBuffer(original) ? `\\x${original.toString('hex')}` : value;
  });
  const columns = sql.join([...names, ...(hasEntryId ? ['entry_id'] : [])].map((name) => sql.ref(name)));
  const values = sql.join([...names.map((name) => sql.ref(`r.${name}`)), ...(hasEntryId ? [sql.ref('entry.id')] : [])]);
  const target = sql.table(table);
  return sql`
    insert into ${target} (${columns})
    select ${values} from entry, jsonb_populate_record(null::${target}, ${json}::jsonb) r`;
}

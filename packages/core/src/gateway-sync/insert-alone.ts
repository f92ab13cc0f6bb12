import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { type PreparedEntry, wantEntry } from './desired.ts';
import { preparedOnce, Slot } from './prepared-once.ts';

export type OwningTable = 'provider_keys' | 'custom_providers' | 'client_keys';

/** An entry with the row that says whose it is and the audit row; for a person who may have so many. */
export type InsertInRoom = {
  table: OwningTable;
  entry: PreparedEntry;
  row: object;
  audit: object;
  userId: string;
  limit: number;
};

/** How many the person had, null for nobody who may act; and the id of the entry, null where it was not inserted. */
export type InsertedRow = { count: number | null; id: string | null };

export async function insertAlone(db: Kysely<Database>, given: InsertInRoom): Promise<InsertedRow> {
  const name = ['alone', given.table, ...Object.keys(given.row)].join(' ');
  const statement = preparedOnce<InsertInRoom, InsertedRow>(db, name, () => oneStatement(db, given));
  const { rows } = await db.executeQuery(statement(given));
  return rows[0] ?? { count: null, id: null };
}

function oneStatement(db: Kysely<Database>, given: InsertInRoom) {
  const entry = slotsOf('entry', given) as unknown as PreparedEntry;
  const limit = new Slot<InsertInRoom>((now) => now.limit);
  const guarded = wantEntry(db, entry)
    .columns(['id', 'gateway_id', 'resource', 'natural_key_hmac', 'spec_sealed', 'owner_user_id', 'desired'])
    .expression(
      sql`select ${entry.id}::uuid, ${entry.gateway_id}::uuid, ${entry.resource}, ${entry.natural_key_hmac}::bytea,
        ${entry.spec_sealed}::bytea, ${entry.owner_user_id}::uuid, 'present' from room where count < ${limit}`,
    );
  return sql<InsertedRow>`
    with room as materialized (
        select count_owned(${given.table}, ${new Slot<InsertInRoom>((now) => now.userId)}) as count),
      entry as (${guarded}),
      owned as (${insertFromEntry(given.table, slotsOf('row', given), true)}),
      audited as (${insertFromEntry('audit_entries', slotsOf('audit', given), false)})
    select count, (select id from entry) as id from room`;
}

const slotsOf = (part: 'entry' | 'row' | 'audit', { [part]: values }: InsertInRoom): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(values).map((name) => [
      name,
      new Slot<InsertInRoom>((given) => sendable((given[part] as Record<string, unknown>)[name])),
    ]),
  );

/** One row, only if the CTE `entry` has one. */
export function insertFromEntry(table: string, row: object, hasEntryId: boolean) {
  const entries = Object.entries(row);
  const columns = [...entries.map(([name]) => sql.ref(name)), ...(hasEntryId ? [sql.ref('entry_id')] : [])];
  const values = [...entries.map(([, value]) => sql`${sendable(value)}`), ...(hasEntryId ? [sql.ref('entry.id')] : [])];
  return sql`insert into ${sql.table(table)} (${sql.join(columns)}) select ${sql.join(values)} from entry`;
}

/** What is no single value is of a column of JSON. */
function sendable(value: unknown): unknown {
  const isSingle = typeof value !== 'object' || value === null;
  if (isSingle || Buffer.isBuffer(value) || value instanceof Date || value instanceof Slot) return value;
  return JSON.stringify(value);
}

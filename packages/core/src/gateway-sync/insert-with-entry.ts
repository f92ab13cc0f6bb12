import type { Database } from '@gatehouse/db/schema';
import { CompiledQuery, type Kysely, type Selectable, sql } from 'kysely';
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
    with entry as (${wantEntry(db, written.entry)}),
      owned as (${insertFromEntry(written.table, written.row, true)}),
      audited as (${insertFromEntry('audit_entries', auditRow(ctx, written.audit), false)})
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
  { entry, table, row, audit }: NewWithEntry<T>,
  { userId, limit }: { userId: string; limit: number },
): Promise<InsertedInRoom> {
  const given: Given = { entry, row, audit: auditRow(ctx, audit), userId, limit };
  const { text, parameters } = compiledOnce(db, table, given);
  const values = parameters.map((value) => (value instanceof Slot ? sendable(value.of(given)) : value));
  const { rows } = await db.executeQuery<{ count: number | null; id: string | null }>(CompiledQuery.raw(text, values));
  const { count = null, id = null } = rows[0] ?? {};
  if (count === null) throw unauthenticated();
  if (id !== null) return { outcome: 'inserted', entryId: id };
  return { outcome: count < limit ? 'exists' : 'no-room' };
}

/** What is different from one time to the next. */
type Given = { entry: PreparedEntry; row: object; audit: object; userId: string; limit: number };

/** Stands in the text of the statement for a value that each sending has its own of. */
class Slot {
  readonly of: (given: Given) => unknown;

  constructor(of: (given: Given) => unknown) {
    this.of = of;
  }
}

const slotsOf = (part: 'entry' | 'row' | 'audit', { [part]: values }: Given): Record<string, Slot> =>
  Object.fromEntries(
    Object.keys(values).map((name) => [name, new Slot((given) => (given[part] as Record<string, unknown>)[name])]),
  );

type Statement = { text: string; parameters: readonly unknown[] };
const compiled = new WeakMap<Kysely<Database>, Map<string, Statement>>();

/** Making the text takes as long as everything else that an accepted contribution needs of this process. */
function compiledOnce(db: Kysely<Database>, table: OwningTable, given: Given): Statement {
  const known = compiled.get(db) ?? new Map<string, Statement>();
  compiled.set(db, known);
  const key = [table, ...Object.keys(given.row)].join(' ');
  const statement = known.get(key) ?? compileInRoom(db, table, given);
  known.set(key, statement);
  return statement;
}

function compileInRoom(db: Kysely<Database>, table: OwningTable, given: Given): Statement {
  const entry = slotsOf('entry', given) as unknown as PreparedEntry;
  const limit = new Slot((now) => now.limit);
  const guarded = wantEntry(db, entry)
    .columns(['id', 'gateway_id', 'resource', 'natural_key_hmac', 'spec_sealed', 'owner_user_id', 'desired'])
    .expression(
      sql`select ${entry.id}::uuid, ${entry.gateway_id}::uuid, ${entry.resource}, ${entry.natural_key_hmac}::bytea,
        ${entry.spec_sealed}::bytea, ${entry.owner_user_id}::uuid, 'present' from room where count < ${limit}`,
    );
  const { sql: text, parameters } = sql`
    with room as materialized (select count_owned(${table}, ${new Slot((now) => now.userId)}) as count),
      entry as (${guarded}),
      owned as (${insertFromEntry(table, slotsOf('row', given), true)}),
      audited as (${insertFromEntry('audit_entries', slotsOf('audit', given), false)})
    select count, (select id from entry) as id from room`.compile(db);
  return { text, parameters };
}

/** One row, only if the CTE `entry` has one. */
function insertFromEntry(table: string, row: object, hasEntryId: boolean) {
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

import type { Database } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type AuditFacts, auditRow } from '../audit/index.ts';
import { unauthenticated } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { type PreparedEntry, wantEntry } from './desired.ts';
import { insertFromEntry, type OwningTable } from './insert-alone.ts';
import { insertTogether } from './insert-together.ts';

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
 * trip at most, and still exact under parallel calls, as counting holds a lock until the statement has committed.
 */
export async function insertInRoom<T extends OwningTable>(
  db: Kysely<Database>,
  ctx: Pick<Context, 'actor' | 'requestId'>,
  { entry, table, row, audit }: NewWithEntry<T>,
  { userId, limit }: { userId: string; limit: number },
): Promise<InsertedInRoom> {
  const inserted = await insertTogether(db, { table, entry, row, audit: auditRow(ctx, audit), userId, limit });
  if (inserted.count === null) throw unauthenticated();
  if (inserted.id !== null) return { outcome: 'inserted', entryId: inserted.id };
  return { outcome: inserted.count < limit ? 'exists' : 'no-room' };
}

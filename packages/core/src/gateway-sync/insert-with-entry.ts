import type { Database } from '@gatehouse/db/schema';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type AuditFacts, auditRow } from '../audit/index.ts';
import type { Context } from '../context/index.ts';
import { type PreparedEntry, wantEntry } from './desired.ts';

type OwningTable = 'provider_keys' | 'custom_providers' | 'client_keys';

/**
 * The desired entry, the row that says whose it is, and the audit row, in one statement: each statement of a contribution
 * is a round trip that a thousand people wait for. Answers the entry's id; null where the entry is wanted already, and
 * then nothing was written.
 */
export async function insertWithEntry<T extends OwningTable>(
  tx: Transaction<Database>,
  ctx: Pick<Context, 'actor' | 'requestId'>,
  written: {
    entry: PreparedEntry;
    table: T;
    row: Partial<Selectable<Database[T]>>;
    audit: AuditFacts;
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with entry as (${wantEntry(tx, written.entry)}),
      owned as (${insertFromEntry(written.table, written.row, true)}),
      audited as (${insertFromEntry('audit_entries', auditRow(ctx, written.audit), false)})
    select id from entry`.execute(tx);
  return rows[0]?.id ?? null;
}

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

import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { Sealer } from './sealer.ts';

/** A column of sealed values. `key` is the SQL text that tells its rows apart, `place` what such a row was sealed under. */
export type SealedColumn = {
  table: keyof Database & string;
  column: string;
  key: string;
  place: (key: string) => string;
};

const batchSize = 500;

/**
 * Seals again, with the current key, all that an older key sealed; answers how many. A row that changed meanwhile is
 * left for the next run: the update compares the old value. Safe to stop and to run twice.
 */
export async function resealAll(
  db: Kysely<Database>,
  sealer: Sealer,
  columns: readonly SealedColumn[],
): Promise<number> {
  let count = 0;
  for (const column of columns) count += await resealColumn(db, sealer, column);
  return count;
}

async function resealColumn(db: Kysely<Database>, sealer: Sealer, { table, column, key, place }: SealedColumn) {
  const [tableRef, columnRef, keyRef] = [sql.table(table), sql.ref(column), sql.raw(key)];
  let count = 0;
  let after = '';
  for (;;) {
    const { rows } = await sql<{ id: string; sealed: Buffer }>`
      select ${keyRef} as id, ${columnRef} as sealed from ${tableRef}
      where ${columnRef} is not null and ${keyRef} > ${after} order by 1 limit ${batchSize}`.execute(db);
    for (const row of rows.filter(({ sealed }) => sealer.isOutdated(sealed))) {
      const fresh = sealer.seal(sealer.open(row.sealed, place(row.id)), place(row.id));
      const { numAffectedRows } = await sql`
        update ${tableRef} set ${columnRef} = ${fresh} where ${keyRef} = ${row.id} and ${columnRef} = ${row.sealed}`.execute(
        db,
      );
      count += Number(numAffectedRows ?? 0);
    }
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return count;
    after = last.id;
  }
}

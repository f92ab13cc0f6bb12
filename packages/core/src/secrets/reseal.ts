import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { Sealer } from './sealer.ts';

/** A column of sealed values; `place` is what its rows were sealed under. */
export type SealedColumn = { table: keyof Database & string; column: string; place: (id: string) => string };

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

async function resealColumn(db: Kysely<Database>, sealer: Sealer, { table, column, place }: SealedColumn) {
  const [tableRef, columnRef] = [sql.table(table), sql.ref(column)];
  let count = 0;
  let after = '';
  for (;;) {
    const { rows } = await sql<{ id: string; sealed: Buffer }>`
      select id::text as id, ${columnRef} as sealed from ${tableRef}
      where ${columnRef} is not null and id::text > ${after} order by id::text limit ${batchSize}`.execute(db);
    for (const row of rows.filter(({ sealed }) => sealer.isOutdated(sealed))) {
      const fresh = sealer.seal(sealer.open(row.sealed, place(row.id)), place(row.id));
      const { numAffectedRows } = await sql`
        update ${tableRef} set ${columnRef} = ${fresh} where id::text = ${row.id} and ${columnRef} = ${row.sealed}`.execute(db);
      count += Number(numAffectedRows ?? 0);
    }
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return count;
    after = last.id;
  }
}

import { type MaskedBundleChoices, maskedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { choiceValuesPlace } from './sealed-columns.ts';
import type { ServerValues } from './values.ts';

/** One person's choices as they are stored; `version` 0 where there are none yet. */
export type StoredChoices = {
  version: number;
  updatedAt: Date | null;
  document: MaskedBundleChoices;
  values: ServerValues;
};

type Row = { version: number; document: unknown; values_sealed: Buffer | null; updated_at: Date };
const columns = ['version', 'document', 'values_sealed', 'updated_at'] as const;

const storedFrom = (sealer: Services['sealer'], userId: string, row: Row | undefined): StoredChoices => ({
  version: row?.version ?? 0,
  updatedAt: row && row.version > 0 ? row.updated_at : null,
  document: maskedBundleChoices.parse(row?.document ?? {}),
  values: row?.values_sealed
    ? (JSON.parse(sealer.open(row.values_sealed, choiceValuesPlace(userId))) as ServerValues)
    : {},
});

export async function readChoices(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  userId: string,
): Promise<StoredChoices> {
  const row = await db.selectFrom('bundle_choices').select(columns).where('user_id', '=', userId).executeTakeFirst();
  return storedFrom(sealer, userId, row);
}

/** Locks them until the transaction ends; makes the row where there is none, so that there is something to lock. */
export async function lockChoices(
  tx: Transaction<Database>,
  sealer: Services['sealer'],
  userId: string,
): Promise<StoredChoices> {
  await tx
    .insertInto('bundle_choices')
    .values({ user_id: userId })
    .onConflict((on) => on.doNothing())
    .execute();
  const row = await tx
    .selectFrom('bundle_choices')
    .select(columns)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return storedFrom(sealer, userId, row);
}

export async function saveChoices(
  tx: Transaction<Database>,
  sealer: Services['sealer'],
  userId: string,
  next: { version: number; document: MaskedBundleChoices; values: ServerValues },
): Promise<Date> {
  const hasValues = Object.keys(next.values).length > 0;
  const { updated_at } = await tx
    .updateTable('bundle_choices')
    .set({
      version: next.version,
      document: JSON.stringify(next.document),
      values_sealed: hasValues ? sealer.seal(JSON.stringify(next.values), choiceValuesPlace(userId)) : null,
      updated_at: sql`now()`,
    })
    .where('user_id', '=', userId)
    .returning('updated_at')
    .executeTakeFirstOrThrow();
  return updated_at;
}

/** The values are forgotten with the rest. */
export async function deleteChoicesOf(tx: Transaction<Database>, userId: string): Promise<void> {
  await tx.deleteFrom('bundle_choices').where('user_id', '=', userId).execute();
}

import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

export type Installation = { claimed_at: Date | null; setup_token_hmac: Buffer | null; pepper_sealed: Buffer };

export async function findInstallation(db: Kysely<Database>): Promise<Installation | null> {
  const row = await installation(db).executeTakeFirst();
  return row ?? null;
}

/** The same, and nobody else claims it until the transaction ends. */
export async function lockInstallation(tx: Transaction<Database>): Promise<Installation | null> {
  const row = await installation(tx).forUpdate().executeTakeFirst();
  return row ?? null;
}

const installation = (db: Kysely<Database>) =>
  db.selectFrom('installation').select(['claimed_at', 'setup_token_hmac', 'pepper_sealed']);

export async function insertInstallation(
  tx: Transaction<Database>,
  row: { pepperSealed: Buffer; tokenHmac: Buffer },
): Promise<void> {
  await tx
    .insertInto('installation')
    .values({ pepper_sealed: row.pepperSealed, setup_token_hmac: row.tokenHmac })
    .execute();
}

export async function replaceSetupToken(tx: Transaction<Database>, tokenHmac: Buffer): Promise<void> {
  await tx.updateTable('installation').set({ setup_token_hmac: tokenHmac }).where('claimed_at', 'is', null).execute();
}

export async function markClaimed(tx: Transaction<Database>): Promise<void> {
  await tx.updateTable('installation').set({ claimed_at: sql`now()`, setup_token_hmac: null }).execute();
}

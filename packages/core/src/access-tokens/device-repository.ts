import type { Database } from '@gatehouse/db/schema';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';

export const deviceLoginMinutes = 10;

export type DeviceLogin = {
  id: string;
  userCode: string;
  clientName: string;
  status: 'pending' | 'approved' | 'denied' | 'consumed';
  userId: string | null;
  accessTokenId: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** By the database's clock. */
  isExpired: boolean;
};

/** False if somebody else waits with the same user code. */
export async function insertDeviceLogin(
  tx: Transaction<Database>,
  login: { id: string; deviceCodeHmac: Buffer; userCode: string; clientName: string },
): Promise<boolean> {
  const row = await tx
    .insertInto('device_logins')
    .values({
      id: login.id,
      device_code_hmac: login.deviceCodeHmac,
      user_code: login.userCode,
      client_name: login.clientName,
      expires_at: sql<Date>`now() + ${deviceLoginMinutes}::int * interval '1 minute'`,
    })
    .onConflict((conflict) => conflict.column('user_code').where('status', '=', 'pending').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const deviceLogins = (db: Kysely<Database>) =>
  db
    .selectFrom('device_logins')
    .select([
      'id',
      'user_code',
      'client_name',
      'status',
      'user_id',
      'access_token_id',
      'created_at',
      'expires_at',
      sql<boolean>`expires_at <= now()`.as('is_expired'),
    ]);

type Row = Selectable<Omit<Database['device_logins'], 'device_code_hmac'>> & { is_expired: boolean };

const fromRow = (row: Row): DeviceLogin => ({
  id: row.id,
  userCode: row.user_code,
  clientName: row.client_name,
  status: row.status,
  userId: row.user_id,
  accessTokenId: row.access_token_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  isExpired: row.is_expired,
});

export async function findByDeviceCode(db: Kysely<Database>, deviceCodeHmac: Buffer): Promise<DeviceLogin | null> {
  const row = await deviceLogins(db).where('device_code_hmac', '=', deviceCodeHmac).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function lockByDeviceCode(tx: Transaction<Database>, deviceCodeHmac: Buffer): Promise<DeviceLogin | null> {
  const row = await deviceLogins(tx).where('device_code_hmac', '=', deviceCodeHmac).forUpdate().executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** The one that waits, or else the last that had this code. */
export async function findByUserCode(db: Kysely<Database>, userCode: string): Promise<DeviceLogin | null> {
  const row = await newestOf(db, userCode).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function lockByUserCode(tx: Transaction<Database>, userCode: string): Promise<DeviceLogin | null> {
  const row = await newestOf(tx, userCode).forUpdate().executeTakeFirst();
  return row ? fromRow(row) : null;
}

const newestOf = (db: Kysely<Database>, userCode: string) =>
  deviceLogins(db)
    .where('user_code', '=', userCode)
    .orderBy(sql`status = 'pending'`, 'desc')
    .orderBy('id', 'desc')
    .limit(1);

/** Leaves the waiting device at least two minutes to hear of it. */
export async function markApproved(tx: Transaction<Database>, id: string, userId: string): Promise<void> {
  const expires_at = sql<Date>`greatest(expires_at, now() + interval '2 minutes')`;
  await tx
    .updateTable('device_logins')
    .set({ status: 'approved', user_id: userId, expires_at })
    .where('id', '=', id)
    .execute();
}

export async function markDenied(tx: Transaction<Database>, id: string, userId: string): Promise<void> {
  await tx.updateTable('device_logins').set({ status: 'denied', user_id: userId }).where('id', '=', id).execute();
}

export async function markConsumed(tx: Transaction<Database>, id: string, accessTokenId: string): Promise<void> {
  await tx
    .updateTable('device_logins')
    .set({ status: 'consumed', access_token_id: accessTokenId })
    .where('id', '=', id)
    .execute();
}

/** A day later, so that until then a late question learns that it was too late. */
export async function removeExpiredDeviceLogins(db: Kysely<Database>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('device_logins')
    .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

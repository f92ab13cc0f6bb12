import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

/** PostgreSQL refuses 8000 bytes and more. */
export const maxPayloadBytes = 7999;

/** With a transaction it is sent at commit, and not at all after a rollback. Equal ones of one transaction are sent once. */
export async function notify(db: Kysely<Database>, channel: string, payload: string): Promise<void> {
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxPayloadBytes) {
    throw new RangeError(
      `A notification carries at most ${maxPayloadBytes} bytes; this one for ${channel} has ${bytes}`,
    );
  }
  await sql`select pg_notify(${channel}, ${payload})`.execute(db);
}

import type { SessionView } from '@gatehouse/contracts/identity';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

export type Credentials = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  isActive: boolean;
  passwordHash: string | null;
};

export async function findCredentials(db: Kysely<Database>, email: string): Promise<Credentials | null> {
  const row = await db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'role', 'is_active', 'password_hash'])
    .where('email', '=', email)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { id, is_active, password_hash, ...rest } = row;
  return { userId: id, isActive: is_active, passwordHash: password_hash, ...rest };
}

/** Null if the person was removed or shut out since the password was checked. */
export async function recordSignIn(
  tx: Transaction<Database>,
  userId: string,
): Promise<{ name: string; email: string; role: Role; sessionVersion: number } | null> {
  const row = await tx
    .updateTable('users')
    .set({ last_signed_in_at: sql`now()` })
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .returning(['name', 'email', 'role', 'session_version'])
    .executeTakeFirst();
  if (!row) return null;
  const { session_version, ...rest } = row;
  return { ...rest, sessionVersion: session_version };
}

export async function replacePasswordHash(
  tx: Transaction<Database>,
  userId: string,
  hashes: { before: string; after: string },
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ password_hash: hashes.after })
    .where('id', '=', userId)
    .where('password_hash', '=', hashes.before)
    .execute();
}

export async function insertSession(
  tx: Transaction<Database>,
  session: { id: string; userId: string; userAgent: string | null; lifetimeDays: number },
): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      user_agent: session.userAgent,
      expires_at: sql<Date>`now() + ${session.lifetimeDays}::int * interval '24 hours'`,
    })
    .execute();
}

export type LiveSession = {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  sessionVersion: number;
  expiresAt: Date;
};

/** With its person; only if both may still be used. */
export async function findLiveSession(db: Kysely<Database>, sessionId: string): Promise<LiveSession | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'sessions.expires_at', 'users.id as user_id', 'name', 'email', 'role', 'session_version'])
    .where('sessions.id', '=', sessionId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', sql<Date>`now()`)
    .where('users.is_active', '=', true)
    .where('users.removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { id, user_id, session_version, expires_at, ...person } = row;
  return { id, userId: user_id, sessionVersion: session_version, expiresAt: expires_at, ...person };
}

export async function findSessionsOf(db: Kysely<Database>, userId: string): Promise<Omit<SessionView, 'isCurrent'>[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'expires_at', 'user_agent'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
  }));
}

export type EndedSession = { id: string; userId: string; name: string; email: string; role: Role };

/** Answers the session with its person; null if there was none to end. `userId` null: whosoever it is. */
export async function revokeSessionRow(
  tx: Transaction<Database>,
  sessionId: string,
  userId: string | null,
): Promise<EndedSession | null> {
  let update = tx
    .updateTable('sessions')
    .set({ revoked_at: sql`now()` })
    .from('users')
    .whereRef('users.id', '=', 'sessions.user_id')
    .where('sessions.id', '=', sessionId)
    .where('sessions.revoked_at', 'is', null);
  if (userId !== null) update = update.where('sessions.user_id', '=', userId);
  const row = await update
    .returning(['sessions.id', 'sessions.user_id', 'users.name', 'users.email', 'users.role'])
    .executeTakeFirst();
  if (!row) return null;
  const { user_id, ...rest } = row;
  return { userId: user_id, ...rest };
}

export async function removeExpiredSessions(db: Kysely<Database>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('expires_at', '<', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

import type { UserView } from '@gatehouse/contracts/identity';
import type { Role } from '@gatehouse/contracts/permissions';
import { isUniqueViolation } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { fail } from '../errors/index.ts';

const viewColumns = ['id', 'name', 'email', 'role', 'is_active', 'created_at', 'last_signed_in_at'] as const;

type ViewRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  is_active: boolean;
  created_at: Date;
  last_signed_in_at: Date | null;
};

const viewOf = (row: ViewRow): UserView => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  isActive: row.is_active,
  createdAt: row.created_at,
  lastSignedInAt: row.last_signed_in_at,
});

export async function insertUser(
  tx: Transaction<Database>,
  user: { id: string; name: string; email: string; password_hash: string; role: Role },
): Promise<void> {
  try {
    await tx.insertInto('users').values(user).execute();
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) throw emailTaken(error);
    throw error;
  }
}

export const emailTaken = (cause?: unknown) =>
  fail('email_taken', 'Somebody with this e-mail address has an account already.', {}, { cause });

export async function isEmailTaken(db: Kysely<Database>, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findUsers(db: Kysely<Database>): Promise<UserView[]> {
  const rows = await db
    .selectFrom('users')
    .select(viewColumns)
    .where('removed_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return rows.map(viewOf);
}

/** Nobody else changes or removes this person until the transaction ends, nor writes anything of theirs. */
export async function lockUser(tx: Transaction<Database>, userId: string): Promise<UserView | null> {
  const row = await tx
    .selectFrom('users')
    .select(viewColumns)
    .where('id', '=', userId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row ? viewOf(row) : null;
}

/** Null if they were removed or shut out meanwhile. Otherwise removing them waits until the transaction ends. */
export async function holdUser(
  tx: Transaction<Database>,
  userId: string,
): Promise<{ userId: string; name: string; email: string; role: Role } | null> {
  const row = await tx
    .selectFrom('users')
    .select(['id as userId', 'name', 'email', 'role'])
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  return row ?? null;
}

export async function activeOwnerIds(tx: Transaction<Database>): Promise<string[]> {
  const rows = await tx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/** What somebody may do has changed: every session made before ends. */
export async function changeAccess(
  tx: Transaction<Database>,
  userId: string,
  access: { role: Role; isActive: boolean },
): Promise<UserView> {
  const row = await tx
    .updateTable('users')
    .set({ role: access.role, is_active: access.isActive, session_version: sql`session_version + 1` })
    .where('id', '=', userId)
    .returning(viewColumns)
    .executeTakeFirstOrThrow();
  await revokeSessionsOf(tx, userId);
  return viewOf(row);
}

export async function revokeSessionsOf(tx: Transaction<Database>, userId: string): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ revoked_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
}

import type { AccessTokenKind, AccessTokenView } from '@gatehouse/contracts/access-tokens';
import type { Role, Scope } from '@gatehouse/contracts/permissions';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

export async function insertAccessToken(
  tx: Transaction<Database>,
  token: {
    id: string;
    userId: string;
    kind: AccessTokenKind;
    name: string;
    tokenHmac: Buffer;
    prefix: string;
    lastFour: string;
    scopes: readonly Scope[];
    lifetimeDays: number;
  },
): Promise<Date> {
  const { expires_at } = await tx
    .insertInto('access_tokens')
    .values({
      id: token.id,
      user_id: token.userId,
      kind: token.kind,
      name: token.name,
      token_hmac: token.tokenHmac,
      prefix: token.prefix,
      last_four: token.lastFour,
      scopes: [...token.scopes],
      expires_at: sql<Date>`now() + ${token.lifetimeDays}::int * interval '24 hours'`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  if (!expires_at) throw new Error('An access token was made without an end.');
  return expires_at;
}

/** When it ends; null if it was revoked or has ended. */
export async function findEndOfToken(db: Kysely<Database>, tokenId: string): Promise<Date | null> {
  const row = await live(db).select('expires_at').where('access_tokens.id', '=', tokenId).executeTakeFirst();
  return row?.expires_at ?? null;
}

const live = (db: Kysely<Database>) =>
  db
    .selectFrom('access_tokens')
    .where('access_tokens.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]));

/** `user` null: a service's token. */
export type LiveToken = {
  id: string;
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  user: { userId: string; name: string; email: string; role: Role } | null;
};

/** With its person; only if both may still be used. */
export async function findLiveToken(db: Kysely<Database>, tokenHmac: Buffer): Promise<LiveToken | null> {
  const row = await live(db)
    .leftJoin('users', 'users.id', 'access_tokens.user_id')
    .select(['access_tokens.id', 'access_tokens.name', 'scopes', 'expires_at', 'user_id', 'is_active', 'removed_at'])
    .select(['users.name as user_name', 'email', 'role'])
    .where('token_hmac', '=', tokenHmac)
    .executeTakeFirst();
  if (!row) return null;
  const token = { id: row.id, name: row.name, scopes: row.scopes as Scope[], expiresAt: row.expires_at };
  if (row.user_id === null) return { ...token, user: null };
  const { user_name: name, email, role } = row;
  if (!row.is_active || row.removed_at || name === null || email === null || role === null) return null;
  return { ...token, user: { userId: row.user_id, name, email, role } };
}

export async function touchToken(db: Kysely<Database>, tokenId: string): Promise<void> {
  await db
    .updateTable('access_tokens')
    .set({ last_used_at: sql`now()` })
    .where('id', '=', tokenId)
    .where((eb) =>
      eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', sql<Date>`now() - interval '1 minute'`)]),
    )
    .execute();
}

export async function findTokensOf(db: Kysely<Database>, userId: string): Promise<AccessTokenView[]> {
  const rows = await live(db)
    .select(['id', 'kind', 'name', 'prefix', 'last_four', 'scopes', 'created_at', 'last_used_at', 'expires_at'])
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    prefix: row.prefix,
    lastFour: row.last_four,
    scopes: row.scopes as Scope[],
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }));
}

/** Answers its name; null if this person has no such token, or not any more. */
export async function revokeToken(tx: Transaction<Database>, tokenId: string, userId: string): Promise<string | null> {
  const row = await tx
    .updateTable('access_tokens')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', tokenId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

export async function revokeTokensOf(tx: Transaction<Database>, userId: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('access_tokens')
    .set({ revoked_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

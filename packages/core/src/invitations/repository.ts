import type { InvitationView } from '@gatehouse/contracts/identity';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { statusOf } from './status.ts';

/** The status is by the database's clock. */
export type Invitation = InvitationView & { invitedBy: string };

export async function insertInvitation(
  tx: Transaction<Database>,
  row: { id: string; tokenHmac: Buffer; email: string | null; role: Role; createdBy: string; expiresInDays: number },
): Promise<void> {
  await tx
    .insertInto('invitations')
    .values({
      id: row.id,
      token_hmac: row.tokenHmac,
      email: row.email,
      role: row.role,
      created_by: row.createdBy,
      expires_at: sql<Date>`now() + ${row.expiresInDays}::int * interval '24 hours'`,
    })
    .execute();
}

const invitations = (db: Kysely<Database>) =>
  db
    .selectFrom('invitations')
    .innerJoin('users as inviter', 'inviter.id', 'invitations.created_by')
    .select([
      'invitations.id',
      'invitations.email',
      'invitations.role',
      'invitations.created_at',
      'invitations.expires_at',
      'invitations.accepted_at',
      'invitations.revoked_at',
      'inviter.name as inviter_name',
      'inviter.role as inviter_role',
      'inviter.is_active as inviter_is_active',
      sql<Date>`now()`.as('now'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof invitations>['executeTakeFirstOrThrow']>>;

const fromRow = (row: Row): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  invitedBy: row.inviter_name,
  status: statusOf(
    {
      role: row.role,
      expiresAt: row.expires_at,
      acceptedAt: row.accepted_at,
      revokedAt: row.revoked_at,
      inviter: { role: row.inviter_role, isActive: row.inviter_is_active },
    },
    row.now,
  ),
});

export async function findInvitations(db: Kysely<Database>, limit: number): Promise<Invitation[]> {
  const rows = await invitations(db).orderBy('invitations.id', 'desc').limit(limit).execute();
  return rows.map(fromRow);
}

export async function findByToken(db: Kysely<Database>, tokenHmac: Buffer): Promise<Invitation | null> {
  const row = await invitations(db).where('token_hmac', '=', tokenHmac).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Nobody else accepts or revokes it, and its inviter stays as they are, until the transaction ends. */
export async function lockByToken(tx: Transaction<Database>, tokenHmac: Buffer): Promise<Invitation | null> {
  const row = await invitations(tx).where('token_hmac', '=', tokenHmac).forUpdate('invitations').executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function lockById(tx: Transaction<Database>, id: string): Promise<Invitation | null> {
  const row = await invitations(tx).where('invitations.id', '=', id).forUpdate('invitations').executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function markAccepted(tx: Transaction<Database>, id: string, userId: string): Promise<void> {
  await tx
    .updateTable('invitations')
    .set({ accepted_at: sql`now()`, accepted_by: userId })
    .where('id', '=', id)
    .execute();
}

/** False if it was revoked before. */
export async function markRevoked(tx: Transaction<Database>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invitations')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Those that nobody accepted, a while after they could be. */
export async function removeStaleInvitations(db: Kysely<Database>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('invitations')
    .where('accepted_at', 'is', null)
    .where('expires_at', '<', sql<Date>`now() - interval '90 days'`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

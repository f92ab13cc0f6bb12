import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

/** The row stays, because history names it; the address is free again and nothing admits anybody any more. */
export async function markUserRemoved(tx: Transaction<Database>, userId: string): Promise<void> {
  await tx
    .updateTable('users')
    .set({
      removed_at: sql`now()`,
      is_active: false,
      password_hash: null,
      session_version: sql`session_version + 1`,
    })
    .where('id', '=', userId)
    .execute();
}

export type RemovedCounts = { providerKeys: number; customProviders: number; clientKeys: number };

/** What this person contributed and got is theirs no longer. Their client keys' secrets are forgotten. */
export async function markContributionsRemoved(tx: Transaction<Database>, userId: string): Promise<RemovedCounts> {
  const providerKeys = await tx
    .updateTable('provider_keys')
    .set({ removed_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  const customProviders = await tx
    .updateTable('custom_providers')
    .set({ removed_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  const clientKeys = await tx
    .updateTable('client_keys')
    .set({ revoked_at: sql`now()`, key_sealed: null })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    providerKeys: Number(providerKeys.numUpdatedRows),
    customProviders: Number(customProviders.numUpdatedRows),
    clientKeys: Number(clientKeys.numUpdatedRows),
  };
}

/** Entries of this person that a gateway in use has not confirmed as gone. */
export async function countUnconfirmedEntries(db: Kysely<Database>, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('gateway_entries')
    .innerJoin('gateways', 'gateways.id', 'gateway_entries.gateway_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('gateways.removed_at', 'is', null)
    .where('owner_user_id', '=', userId)
    .where((eb) => eb.or([eb('desired', '=', 'present'), eb('gateway_entries.status', '<>', 'applied')]))
    .executeTakeFirstOrThrow();
  return count;
}

export async function hasAuditEntry(tx: Transaction<Database>, action: string, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('audit_entries')
    .select('id')
    .where('resource', '=', 'user')
    .where('resource_id', '=', userId)
    .where('action', '=', action)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

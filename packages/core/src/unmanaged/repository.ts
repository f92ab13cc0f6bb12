import type { Resource } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';

export type Ignored = {
  gatewayId: string;
  entries: readonly { resource: Resource; key: string }[];
  userId: string | null;
};

const hmacOf = (key: string): Buffer => Buffer.from(key, 'base64url');

export async function insertIgnored(
  tx: Transaction<Database>,
  { gatewayId, entries, userId }: Ignored,
): Promise<number> {
  const result = await tx
    .insertInto('gateway_ignored_entries')
    .values(
      entries.map(({ resource, key }) => ({
        gateway_id: gatewayId,
        resource,
        natural_key_hmac: hmacOf(key),
        ignored_by: userId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0);
}

export async function deleteIgnored(tx: Transaction<Database>, { gatewayId, entries }: Ignored): Promise<number> {
  const result = await tx
    .deleteFrom('gateway_ignored_entries')
    .where('gateway_id', '=', gatewayId)
    .where((eb) =>
      eb.or(
        entries.map(({ resource, key }) =>
          eb.and([eb('resource', '=', resource), eb('natural_key_hmac', '=', hmacOf(key))]),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export type Owner = { id: string; name: string };

/** Those of these people who are here and active. */
export async function selectOwners(tx: Transaction<Database>, ids: readonly string[]): Promise<Map<string, Owner>> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A client key is known once and for all: at another gateway, or from a time before it was revoked. */
export async function isKnownClientKey(tx: Transaction<Database>, keyHmac: Buffer): Promise<boolean> {
  const row = await tx.selectFrom('client_keys').select('id').where('key_hmac', '=', keyHmac).executeTakeFirst();
  return row !== undefined;
}

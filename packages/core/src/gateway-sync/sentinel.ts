import type { Database } from '@gatehouse/db/schema';
import type { ClientKeySpec, GatewayDriver } from '@gatehouse/gateways/driver';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { randomToken } from '../secrets/index.ts';
import { prepareEntry, specPlace, wantEntry } from './desired.ts';
import { sentinelPrefix } from './rival.ts';

/**
 * The permanent client key that belongs to nobody: a gateway without any key would be open to everyone. Gatehouse itself
 * reads the models with it.
 */
export async function plantSentinel(
  tx: Transaction<Database>,
  services: Pick<Services, 'hmac' | 'sealer'>,
  driver: GatewayDriver,
  gatewayId: string,
): Promise<void> {
  const entry = prepareEntry(services, driver, {
    gatewayId,
    resource: 'client-keys',
    spec: { key: randomToken(sentinelPrefix) },
    ownerUserId: null,
  });
  await wantEntry(tx, entry).execute();
}

/** Null only while the gateway is being removed. */
export async function sentinelOf(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  gatewayId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('gateway_entries')
    .select(['natural_key_hmac', 'spec_sealed'])
    .where('gateway_id', '=', gatewayId)
    .where('resource', '=', 'client-keys')
    .where('owner_user_id', 'is', null)
    .where('desired', '=', 'present')
    .orderBy('id')
    .executeTakeFirst();
  if (!row?.spec_sealed) return null;
  return (JSON.parse(sealer.open(row.spec_sealed, specPlace(row.natural_key_hmac))) as ClientKeySpec).key;
}

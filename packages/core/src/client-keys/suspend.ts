import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { driverOf, prepareEntry, retireEntries, wantEntry } from '../gateway-sync/index.ts';
import { selectKeysInForce } from './repository.ts';
import { clientKeyPlace } from './sealed-columns.ts';

/** The keys leave their gateways but stay the person's. Answers the gateways to wake. */
export async function suspendClientKeysOf(tx: Transaction<Database>, userId: string): Promise<string[]> {
  const keys = await selectKeysInForce(tx, userId);
  return retireEntries(
    tx,
    keys.map((key) => key.entry_id),
  );
}

/** The same keys work again. Answers the gateways to wake. */
export async function restoreClientKeysOf(
  tx: Transaction<Database>,
  services: Pick<Services, 'db' | 'sealer' | 'hmac' | 'cache' | 'drivers'>,
  userId: string,
): Promise<string[]> {
  const gatewayIds = new Set<string>();
  for (const row of await selectKeysInForce(tx, userId)) {
    if (!row.key_sealed) continue;
    const key = services.sealer.open(row.key_sealed, clientKeyPlace(row.id));
    const entry = prepareEntry(services, await driverOf(services, row.gateway_id), {
      gatewayId: row.gateway_id,
      resource: 'client-keys',
      spec: { key },
      ownerUserId: userId,
    });
    await wantEntry(tx, entry).execute();
    gatewayIds.add(row.gateway_id);
  }
  return [...gatewayIds];
}

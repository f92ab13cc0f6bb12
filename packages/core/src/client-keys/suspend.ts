import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { driverOf, retireEntries } from '../gateway-sync/index.ts';
import { selectKeysInForce } from './repository.ts';
import { wantKey } from './wanted.ts';

/** The keys leave their gateways but stay the person's. Answers the gateways to wake. */
export async function suspendClientKeysOf(tx: Transaction<Database>, userId: string): Promise<string[]> {
  const keys = await selectKeysInForce(tx, userId);
  return retireEntries(
    tx,
    keys.map((key) => key.entry_id),
  );
}

/** The same keys work again, but for those that are blocked or over. Answers the gateways to wake. */
export async function restoreClientKeysOf(
  tx: Transaction<Database>,
  services: Pick<Services, 'db' | 'sealer' | 'hmac' | 'cache' | 'drivers'>,
  userId: string,
): Promise<string[]> {
  const gatewayIds = new Set<string>();
  for (const row of await selectKeysInForce(tx, userId)) {
    const isWanted = await wantKey(tx, services, row, await driverOf(services, row.gateway_id));
    if (isWanted) gatewayIds.add(row.gateway_id);
  }
  return [...gatewayIds];
}

import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { driverOf, retireEntries } from '../gateway-sync/index.ts';
import { type KeyRow, selectKeysInForce } from './repository.ts';
import { bringToGateway, wantKey } from './wanted.ts';

type Needs = Pick<Services, 'db' | 'sealer' | 'hmac' | 'cache' | 'drivers'>;

/**
 * The keys leave their gateways but stay the person's. One of which only the hash is known could not come back: it is
 * blocked. Answers the gateways to wake.
 */
export async function suspendClientKeysOf(
  tx: Transaction<Database>,
  services: Needs,
  userId: string,
): Promise<string[]> {
  const keys = await selectKeysInForce(tx, userId);
  const unknown = keys.filter(isKeyUnknown);
  for (const row of unknown) await block(tx, services, row, true);
  const retired = await retireEntries(
    tx,
    keys.filter((key) => !isKeyUnknown(key)).map((key) => key.entry_id),
  );
  return [...new Set([...retired, ...unknown.map((row) => row.gateway_id)])];
}

const isKeyUnknown = (row: KeyRow): boolean => row.key_sealed === null && row.entry_desired === 'present';

async function block(tx: Transaction<Database>, services: Needs, row: KeyRow, isBlocked: boolean): Promise<void> {
  const driver = await driverOf(services, row.gateway_id);
  await bringToGateway(tx, services, { row, driver, edit: { isBlocked } });
}

/** The same keys work again, but for those that are blocked or over. Answers the gateways to wake. */
export async function restoreClientKeysOf(
  tx: Transaction<Database>,
  services: Needs,
  userId: string,
): Promise<string[]> {
  const gatewayIds = new Set<string>();
  for (const row of await selectKeysInForce(tx, userId)) {
    if (isKeyUnknown(row)) {
      await block(tx, services, row, row.is_blocked);
      gatewayIds.add(row.gateway_id);
      continue;
    }
    const isWanted = await wantKey(tx, services, row, await driverOf(services, row.gateway_id));
    if (isWanted) gatewayIds.add(row.gateway_id);
  }
  return [...gatewayIds];
}

import { withTransaction } from '@gatehouse/db/errors';
import { system } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { isDomainError } from '../errors/index.ts';
import { driverOf, retireEntries } from '../gateway-sync/index.ts';
import { lockExpired, markExpired } from './repository.ts';
import { belongsAtGateway } from './wanted.ts';

const batchSize = 200;

/**
 * Job: keys whose time is over, by the database's clock, leave the gateways that cannot expire a key by themselves.
 * Running it twice, or in two processes at once, does the same as once.
 */
export async function expireClientKeys(services: Services): Promise<void> {
  while ((await expireSome(services)) === batchSize);
}

async function expireSome(services: Services): Promise<number> {
  const rows = await withTransaction(services.db, async (tx) => {
    const expired = await lockExpired(tx, batchSize);
    for (const row of expired) {
      const driver = await driverOf(services, row.gateway_id).catch((error: unknown) => {
        // The gateway was removed: there is nothing to take the key out of.
        if (isDomainError(error)) return null;
        throw error;
      });
      if (driver && !belongsAtGateway(row, driver)) await retireEntries(tx, [row.entry_id]);
      await audit(
        tx,
        { actor: system('expiry'), requestId: null },
        {
          action: 'client-key.expired',
          resource: 'client-key',
          resourceId: row.id,
          details: { masked: row.masked, name: row.name, owner: row.user_name },
        },
      );
    }
    await markExpired(
      tx,
      expired.map(({ id }) => id),
    );
    await services.cache.invalidate(tx, tagsOf(expired));
    return expired;
  });
  if (rows.length === 0) return 0;
  services.cache.drop(tagsOf(rows));
  await services.changes.publish(
    services.db,
    rows.map((row) => ({
      topic: 'client-keys',
      id: row.entry_id,
      gatewayId: row.gateway_id,
      ownerUserId: row.user_id,
    })),
  );
  for (const gatewayId of new Set(rows.map((row) => row.gateway_id))) services.wakeSync(gatewayId);
  return rows.length;
}

const tagsOf = (rows: readonly { user_id: string }[]) => [...new Set(rows.map((row) => cacheTags.user(row.user_id)))];

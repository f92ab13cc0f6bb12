import type { Services } from '../context/index.ts';
import type { ChangedEntry } from './repository.ts';

export function announceEntries(
  services: Pick<Services, 'db' | 'changes'>,
  gatewayId: string,
  changed: readonly ChangedEntry[],
): Promise<void> {
  return services.changes.publish(
    services.db,
    changed.map((row) => ({ topic: row.resource, id: row.id, gatewayId, ownerUserId: row.owner_user_id })),
  );
}

/** Health is part of what bundles and lists say: whoever cached it hears of it. */
export async function announceGateway(services: Pick<Services, 'db' | 'cache' | 'changes'>, gatewayId: string) {
  await services.cache.invalidate(services.db, ['gateways', `gateway:${gatewayId}`]);
  await services.changes.publish(services.db, [{ topic: 'gateways', id: gatewayId, gatewayId, ownerUserId: null }]);
}

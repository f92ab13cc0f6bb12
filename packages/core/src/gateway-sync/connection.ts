import type { GatewayHealth, GatewayKind } from '@gatehouse/contracts/gateways';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';

/** What it takes to speak to a gateway. Holds the management key: stays inside the process. */
export type Connection = {
  id: string;
  name: string;
  kind: GatewayKind;
  baseUrl: string;
  managementKey: string;
};

export const managementKeyPlace = (gatewayId: string): string => `gateways.management_key_sealed:${gatewayId}`;

type Needs = Pick<Services, 'db' | 'sealer' | 'cache'>;

/** Of a gateway that was not removed; kept in the cache until somebody changes it. */
export function connectionOf({ db, sealer, cache }: Needs, gatewayId: string): Promise<Connection> {
  return cache.get({
    key: cacheKeys.connection(gatewayId),
    tags: [cacheTags.gateway(gatewayId)],
    ttlMs: 60_000,
    load: async () => {
      const row = await db
        .selectFrom('gateways')
        .select(['id', 'name', 'kind', 'base_url', 'management_key_sealed'])
        .where('id', '=', gatewayId)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      if (!row) throw notFound('gateway');
      return {
        id: row.id,
        name: row.name,
        kind: row.kind,
        baseUrl: row.base_url,
        managementKey: sealer.open(row.management_key_sealed, managementKeyPlace(row.id)),
      };
    },
  });
}

export async function driverOf(services: Needs & Pick<Services, 'drivers'>, gatewayId: string): Promise<GatewayDriver> {
  return services.drivers.for(await connectionOf(services, gatewayId));
}

/** A gateway in use, as people meet it: `baseUrl` is the clients' address. */
export type ActiveGateway = {
  id: string;
  name: string;
  kind: GatewayKind;
  baseUrl: string;
  health: GatewayHealth;
  /** As it was last seen; null before that. */
  version: string | null;
  modelsReadAt: Date | null;
};

/** In the order in which they were added; from the cache. */
export function activeGateways({ db, cache }: Pick<Services, 'db' | 'cache'>): Promise<ActiveGateway[]> {
  return cache.get({
    key: cacheKeys.activeGateways,
    tags: [cacheTags.gateways],
    ttlMs: 60_000,
    load: async () => {
      const rows = await db
        .selectFrom('gateways')
        .select(['id', 'name', 'kind', 'health', 'version', 'models_read_at'])
        .select((eb) => eb.fn.coalesce('client_base_url', 'base_url').as('client_base_url'))
        .where('removed_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(({ client_base_url, models_read_at, ...row }) => ({
        ...row,
        baseUrl: client_base_url,
        modelsReadAt: models_read_at,
      }));
    },
  });
}

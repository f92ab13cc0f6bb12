import { cacheKeys } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { type ActiveGateway, activeGateways } from '../gateway-sync/index.ts';

/** The gateway that is meant: the one named, else the one added first. */
export async function resolveGateway(
  services: Pick<Services, 'db' | 'cache'>,
  gatewayId: string | undefined,
): Promise<ActiveGateway> {
  const gateway = meantOf(await activeGateways(services), gatewayId);
  if (gateway) return gateway;
  if (gatewayId !== undefined) throw notFound('gateway');
  throw fail('no_gateway', 'There is no gateway yet. An administrator adds one under “Gateways”.', {});
}

/** The same at once, from memory alone; undefined where it is not there. */
export function peekGateway(
  { cache }: Pick<Services, 'cache'>,
  gatewayId: string | undefined,
): ActiveGateway | undefined {
  const gateways = cache.peek<ActiveGateway[]>(cacheKeys.activeGateways);
  return gateways && meantOf(gateways, gatewayId);
}

const meantOf = (gateways: readonly ActiveGateway[], gatewayId: string | undefined): ActiveGateway | undefined =>
  gatewayId === undefined ? gateways[0] : gateways.find(({ id }) => id === gatewayId);

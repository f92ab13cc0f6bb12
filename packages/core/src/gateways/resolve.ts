import type { Services } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { type ActiveGateway, activeGateways } from '../gateway-sync/index.ts';

/** The gateway that is meant: the one named, else the one added first. */
export async function resolveGateway(
  services: Pick<Services, 'db' | 'cache'>,
  gatewayId: string | undefined,
): Promise<ActiveGateway> {
  const gateways = await activeGateways(services);
  const gateway = gatewayId === undefined ? gateways[0] : gateways.find(({ id }) => id === gatewayId);
  if (gateway) return gateway;
  if (gatewayId !== undefined) throw notFound('gateway');
  throw fail('no_gateway', 'There is no gateway yet. An administrator adds one under “Gateways”.', {});
}

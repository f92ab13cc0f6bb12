import type { GatewaySummary, GatewayView } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { activeGateways, driverOf } from '../gateway-sync/index.ts';
import { keyLimitsOf } from './key-limits.ts';
import { selectGatewayViews } from './repository.ts';

/** For those who run gateways: how each stands and what it holds. */
export async function listGateways(ctx: Context): Promise<GatewayView[]> {
  permit(ctx, 'gateways:read');
  return selectGatewayViews(ctx.db);
}

/** For everybody: which gateways there are to use. */
export async function listGatewaySummaries(ctx: Context): Promise<GatewaySummary[]> {
  permit(ctx, 'models:read');
  const gateways = await activeGateways(ctx);
  return Promise.all(
    gateways.map(async ({ id, name, kind, baseUrl, health }) => {
      const keyLimits = keyLimitsOf((await driverOf(ctx, id)).capabilities);
      return { id, name, kind, baseUrl, health, keyLimits };
    }),
  );
}

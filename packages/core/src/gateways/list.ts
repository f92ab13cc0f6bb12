import type { GatewaySummary, GatewayView } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { activeGateways } from '../gateway-sync/index.ts';
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
  return gateways.map(({ id, name, kind, baseUrl, health }) => ({ id, name, kind, baseUrl, health }));
}

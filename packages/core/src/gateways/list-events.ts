import type { GatewayEventView, ListGatewayEventsInput } from '@gatehouse/contracts/gateway-upkeep';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectGatewayEvents } from './events-repository.ts';

/** What happened at a gateway without Gatehouse, and what became of it; newest first. */
export async function listGatewayEvents(ctx: Context, input: ListGatewayEventsInput): Promise<GatewayEventView[]> {
  permit(ctx, 'gateways:read');
  return selectGatewayEvents(ctx.replica, input);
}

import {
  createGatewayInput,
  gatewayByIdInput,
  probeGatewayInput,
  updateGatewayInput,
} from '@gatehouse/contracts/gateways';
import {
  createGateway,
  listGatewayEntries,
  listGatewaySummaries,
  listGateways,
  probeGateway,
  removeGateway,
  syncGateway,
  updateGateway,
} from '@gatehouse/core/gateways';
import { router, session, token } from '../trpc/index.ts';
import { gatewayUpkeep } from './gateway-upkeep.ts';

export const gateways = router({
  list: token('read').query(({ ctx }) => listGateways(ctx)),
  summaries: token('read').query(({ ctx }) => listGatewaySummaries(ctx)),
  entries: session.input(gatewayByIdInput).query(({ ctx, input }) => listGatewayEntries(ctx, input)),
  probe: session.input(probeGatewayInput).mutation(({ ctx, input }) => probeGateway(ctx, input)),
  create: session.input(createGatewayInput).mutation(({ ctx, input }) => createGateway(ctx, input)),
  update: session.input(updateGatewayInput).mutation(({ ctx, input }) => updateGateway(ctx, input)),
  remove: session.input(gatewayByIdInput).mutation(({ ctx, input }) => removeGateway(ctx, input)),
  sync: session.input(gatewayByIdInput).mutation(({ ctx, input }) => syncGateway(ctx, input)),
  ...gatewayUpkeep,
});

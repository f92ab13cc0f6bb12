import {
  adoptEntriesInput,
  ignoreEntriesInput,
  listGatewayEventsInput,
  moveGatewayInput,
  rebuildGatewayInput,
  undoGatewayInput,
} from '@gatehouse/contracts/gateway-upkeep';
import { gatewayByIdInput } from '@gatehouse/contracts/gateways';
import {
  listGatewayEvents,
  listGatewaySnapshots,
  moveGateway,
  planGateway,
  rebuildGateway,
  syncGateway,
  undoGateway,
} from '@gatehouse/core/gateways';
import { adoptEntries, ignoreEntries, listUnmanagedEntries, unignoreEntries } from '@gatehouse/core/unmanaged';
import { token } from '../trpc/index.ts';

/** What keeps a gateway and the database equal, and shows where they are not: for the dashboard and the command. */
export const gatewayUpkeep = {
  events: token('read')
    .input(listGatewayEventsInput)
    .query(({ ctx, input }) => listGatewayEvents(ctx, input)),
  plan: token('read')
    .input(gatewayByIdInput)
    .query(({ ctx, input }) => planGateway(ctx, input)),
  unmanaged: token('read')
    .input(gatewayByIdInput)
    .query(({ ctx, input }) => listUnmanagedEntries(ctx, input)),
  snapshots: token('read')
    .input(gatewayByIdInput)
    .query(({ ctx, input }) => listGatewaySnapshots(ctx, input)),
  applyPlan: token('write')
    .input(gatewayByIdInput)
    .mutation(({ ctx, input }) => syncGateway(ctx, input)),
  adopt: token('write')
    .input(adoptEntriesInput)
    .mutation(({ ctx, input }) => adoptEntries(ctx, input)),
  ignore: token('write')
    .input(ignoreEntriesInput)
    .mutation(({ ctx, input }) => ignoreEntries(ctx, input)),
  unignore: token('write')
    .input(ignoreEntriesInput)
    .mutation(({ ctx, input }) => unignoreEntries(ctx, input)),
  undo: token('write')
    .input(undoGatewayInput)
    .mutation(({ ctx, input }) => undoGateway(ctx, input)),
  rebuild: token('write')
    .input(rebuildGatewayInput)
    .mutation(({ ctx, input }) => rebuildGateway(ctx, input)),
  move: token('write')
    .input(moveGatewayInput)
    .mutation(({ ctx, input }) => moveGateway(ctx, input)),
};

import {
  gatewayExclusionsInput,
  updateBundleChoicesInput,
  updateGatewayExclusionsInput,
} from '@gatehouse/contracts/bundle-choices';
import {
  getBundleChoices,
  getGatewayExclusions,
  updateBundleChoices,
  updateGatewayExclusions,
} from '@gatehouse/core/bundle-choices';
import { router, token } from '../trpc/index.ts';

export const bundleChoices = router({
  get: token('read').query(({ ctx }) => getBundleChoices(ctx)),
  update: token('write')
    .input(updateBundleChoicesInput)
    .mutation(({ ctx, input }) => updateBundleChoices(ctx, input)),
});

export const gatewayExclusions = router({
  get: token('read')
    .input(gatewayExclusionsInput)
    .query(({ ctx, input }) => getGatewayExclusions(ctx, input)),
  update: token('write')
    .input(updateGatewayExclusionsInput)
    .mutation(({ ctx, input }) => updateGatewayExclusions(ctx, input)),
});

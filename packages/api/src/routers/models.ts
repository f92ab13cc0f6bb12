import { listModelsInput, overrideModelInput } from '@gatehouse/contracts/models';
import { listModels, overrideModel } from '@gatehouse/core/models';
import { router, token } from '../trpc/index.ts';

export const models = router({
  list: token('read')
    .input(listModelsInput)
    .query(({ ctx, input }) => listModels(ctx, input)),
  override: token('write')
    .input(overrideModelInput)
    .mutation(({ ctx, input }) => overrideModel(ctx, input)),
});

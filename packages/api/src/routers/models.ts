import { listModelsInput } from '@gatehouse/contracts/models';
import { listModels } from '@gatehouse/core/models';
import { router, token } from '../trpc/index.ts';

export const models = router({
  list: token('read')
    .input(listModelsInput)
    .query(({ ctx, input }) => listModels(ctx, input)),
});

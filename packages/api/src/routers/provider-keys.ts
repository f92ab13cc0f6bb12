import {
  contributeProviderKeyInput,
  listProviderKeysInput,
  removeProviderKeyInput,
  updateProviderKeyInput,
} from '@gatehouse/contracts/provider-keys';
import {
  contributeProviderKey,
  listProviderKeys,
  removeProviderKey,
  updateProviderKey,
} from '@gatehouse/core/provider-keys';
import { router, token } from '../trpc/index.ts';

export const providerKeys = router({
  list: token('read')
    .input(listProviderKeysInput)
    .query(({ ctx, input }) => listProviderKeys(ctx, input)),
  contribute: token('write')
    .input(contributeProviderKeyInput)
    .mutation(({ ctx, input }) => contributeProviderKey(ctx, input)),
  update: token('write')
    .input(updateProviderKeyInput)
    .mutation(({ ctx, input }) => updateProviderKey(ctx, input)),
  remove: token('write')
    .input(removeProviderKeyInput)
    .mutation(({ ctx, input }) => removeProviderKey(ctx, input)),
});

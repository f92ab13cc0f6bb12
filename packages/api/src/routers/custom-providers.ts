import {
  contributeCustomProviderInput,
  listCustomProvidersInput,
  removeCustomProviderInput,
} from '@gatehouse/contracts/custom-providers';
import { contributeCustomProvider, listCustomProviders, removeCustomProvider } from '@gatehouse/core/custom-providers';
import { router, token } from '../trpc/index.ts';

export const customProviders = router({
  list: token('read')
    .input(listCustomProvidersInput)
    .query(({ ctx, input }) => listCustomProviders(ctx, input)),
  contribute: token('write')
    .input(contributeCustomProviderInput)
    .mutation(({ ctx, input }) => contributeCustomProvider(ctx, input)),
  remove: token('write')
    .input(removeCustomProviderInput)
    .mutation(({ ctx, input }) => removeCustomProvider(ctx, input)),
});

import {
  contributeCustomProviderInput,
  createCustomProviderGroupInput,
  customProviderGroupByIdInput,
  discoverModelsInput,
  listCustomProvidersInput,
  removeCustomProviderInput,
  updateCustomProviderGroupInput,
  updateCustomProviderInput,
} from '@gatehouse/contracts/custom-providers';
import {
  contributeCustomProvider,
  createCustomProviderGroup,
  discoverCustomProviderModels,
  listCustomProviderGroups,
  listCustomProviders,
  removeCustomProvider,
  removeCustomProviderGroup,
  updateCustomProvider,
  updateCustomProviderGroup,
} from '@gatehouse/core/custom-providers';
import { router, session, token } from '../trpc/index.ts';

export const customProviders = router({
  list: token('read')
    .input(listCustomProvidersInput)
    .query(({ ctx, input }) => listCustomProviders(ctx, input)),
  contribute: token('write')
    .input(contributeCustomProviderInput)
    .mutation(({ ctx, input }) => contributeCustomProvider(ctx, input)),
  update: token('write')
    .input(updateCustomProviderInput)
    .mutation(({ ctx, input }) => updateCustomProvider(ctx, input)),
  /** A mutation, because the key must not be part of an address. */
  discoverModels: token('write')
    .input(discoverModelsInput)
    .mutation(({ ctx, input }) => discoverCustomProviderModels(ctx, input)),
  remove: token('write')
    .input(removeCustomProviderInput)
    .mutation(({ ctx, input }) => removeCustomProvider(ctx, input)),
});

export const customProviderGroups = router({
  list: token('read').query(({ ctx }) => listCustomProviderGroups(ctx)),
  create: session
    .input(createCustomProviderGroupInput)
    .mutation(({ ctx, input }) => createCustomProviderGroup(ctx, input)),
  update: session
    .input(updateCustomProviderGroupInput)
    .mutation(({ ctx, input }) => updateCustomProviderGroup(ctx, input)),
  remove: session
    .input(customProviderGroupByIdInput)
    .mutation(({ ctx, input }) => removeCustomProviderGroup(ctx, input)),
});

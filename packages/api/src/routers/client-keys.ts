import {
  createClientKeyInput,
  currentClientKeyInput,
  listClientKeysInput,
  revokeClientKeyInput,
  updateClientKeyInput,
} from '@gatehouse/contracts/client-keys';
import {
  createClientKey,
  currentClientKey,
  listClientKeys,
  revokeClientKey,
  updateClientKey,
} from '@gatehouse/core/client-keys';
import { router, token } from '../trpc/index.ts';

export const clientKeys = router({
  list: token('read')
    .input(listClientKeysInput)
    .query(({ ctx, input }) => listClientKeys(ctx, input)),
  current: token('bundle')
    .input(currentClientKeyInput)
    .query(({ ctx, input }) => currentClientKey(ctx, input)),
  create: token('write')
    .input(createClientKeyInput)
    .mutation(({ ctx, input }) => createClientKey(ctx, input)),
  update: token('write')
    .input(updateClientKeyInput)
    .mutation(({ ctx, input }) => updateClientKey(ctx, input)),
  revoke: token('write')
    .input(revokeClientKeyInput)
    .mutation(({ ctx, input }) => revokeClientKey(ctx, input)),
});

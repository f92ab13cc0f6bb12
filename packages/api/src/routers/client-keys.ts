import { createClientKeyInput, listClientKeysInput, revokeClientKeyInput } from '@gatehouse/contracts/client-keys';
import { createClientKey, listClientKeys, revokeClientKey } from '@gatehouse/core/client-keys';
import { router, token } from '../trpc/index.ts';

export const clientKeys = router({
  list: token('read')
    .input(listClientKeysInput)
    .query(({ ctx, input }) => listClientKeys(ctx, input)),
  create: token('write')
    .input(createClientKeyInput)
    .mutation(({ ctx, input }) => createClientKey(ctx, input)),
  revoke: token('write')
    .input(revokeClientKeyInput)
    .mutation(({ ctx, input }) => revokeClientKey(ctx, input)),
});

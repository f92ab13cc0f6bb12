import { revokeAccessTokenInput } from '@gatehouse/contracts/access-tokens';
import { listAccessTokens, revokeAccessToken, revokeCurrentAccessToken } from '@gatehouse/core/access-tokens';
import { router, token } from '../trpc/index.ts';

export const accessTokens = router({
  list: token('read').query(({ ctx }) => listAccessTokens(ctx)),
  revoke: token('write')
    .input(revokeAccessTokenInput)
    .mutation(({ ctx, input }) => revokeAccessToken(ctx, input)),
  revokeCurrent: token('read').mutation(({ ctx }) => revokeCurrentAccessToken(ctx)),
});

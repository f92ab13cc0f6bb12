import { revokeAccessTokenInput } from '@gatehouse/contracts/access-tokens';
import { listAccessTokens, revokeAccessToken, revokeCurrentAccessToken } from '@gatehouse/core/access-tokens';
import { router, session, token } from '../trpc/index.ts';

export const accessTokens = router({
  list: session.query(({ ctx }) => listAccessTokens(ctx)),
  revoke: session.input(revokeAccessTokenInput).mutation(({ ctx, input }) => revokeAccessToken(ctx, input)),
  revokeCurrent: token('read').mutation(({ ctx }) => revokeCurrentAccessToken(ctx)),
});

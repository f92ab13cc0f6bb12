import type { AccessTokenView } from '@gatehouse/contracts/access-tokens';
import { permitSession } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { findTokensOf } from './repository.ts';

/** One's own that can still be used, newest first. */
export async function listAccessTokens(ctx: Context): Promise<AccessTokenView[]> {
  const { userId } = permitSession(ctx);
  return findTokensOf(ctx.db, userId);
}

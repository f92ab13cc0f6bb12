import type { AccessTokenView } from '@gatehouse/contracts/access-tokens';
import { permitPerson } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { findTokensOf } from './repository.ts';

/** One's own that can still be used, newest first. */
export async function listAccessTokens(ctx: Context): Promise<AccessTokenView[]> {
  const { userId } = permitPerson(ctx);
  return findTokensOf(ctx.db, userId);
}

import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitPerson, unauthenticated } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { revokeToken } from './repository.ts';

/** Ends one of one's own tokens, at once and everywhere. */
export async function revokeAccessToken(ctx: Context, input: { id: string }): Promise<{ revoked: true }> {
  const { userId } = permitPerson(ctx);
  return revoke(ctx, { tokenId: input.id, userId });
}

/** Ends the token that this request came with: what `logout` does. */
export async function revokeCurrentAccessToken(ctx: Context): Promise<{ revoked: true }> {
  const { actor } = ctx;
  if (actor.type === 'anonymous') throw unauthenticated();
  if (actor.type !== 'user' || actor.via.type !== 'token') throw notFound('access token');
  return revoke(ctx, { tokenId: actor.via.tokenId, userId: actor.userId });
}

async function revoke(
  ctx: Context,
  { tokenId, userId }: { tokenId: string; userId: string },
): Promise<{ revoked: true }> {
  const tags = [cacheTags.user(userId)];
  await withTransaction(ctx.db, async (tx) => {
    const name = await revokeToken(tx, tokenId, userId);
    if (name === null) throw notFound('access token');
    await audit(tx, ctx, {
      action: 'access-token.revoked',
      resource: 'access-token',
      resourceId: tokenId,
      details: { name },
    });
    await ctx.cache.invalidate(tx, tags);
  });
  ctx.cache.drop(tags);
  return { revoked: true };
}

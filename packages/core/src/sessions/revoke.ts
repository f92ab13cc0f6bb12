import type { ByIdInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitSession } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { revokeSessionRow } from './repository.ts';

/** Ends one of one's own sessions, at once and everywhere. */
export async function revokeSession(ctx: Context, input: ByIdInput): Promise<{ revoked: true }> {
  const { userId } = permitSession(ctx);
  const tags = [cacheTags.user(userId)];
  await withTransaction(ctx.db, async (tx) => {
    if (!(await revokeSessionRow(tx, input.id, userId))) throw notFound('session');
    await audit(tx, ctx, { action: 'session.revoked', resource: 'session', resourceId: input.id });
    await ctx.cache.invalidate(tx, tags);
  });
  ctx.cache.drop(tags);
  return { revoked: true };
}

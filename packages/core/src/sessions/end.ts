import { withTransaction } from '@gatehouse/db/errors';
import type { UserActor } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import { permitService } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { revokeSessionRow } from './repository.ts';

/** Signs a person out. A session that has ended already is no error. */
export async function endSession(ctx: Context, input: { sessionId: string }): Promise<{ ended: true }> {
  permitService(ctx);
  const tags = await withTransaction(ctx.db, async (tx) => {
    const ended = await revokeSessionRow(tx, input.sessionId, null);
    if (!ended) return [];
    const { id: sessionId, ...person } = ended;
    const actor: UserActor = { type: 'user', ...person, via: { type: 'session', sessionId } };
    await audit(tx, { ...ctx, actor }, { action: 'session.ended', resource: 'session', resourceId: sessionId });
    const userTags = [cacheTags.user(ended.userId)];
    await ctx.cache.invalidate(tx, userTags);
    return userTags;
  });
  ctx.cache.drop(tags);
  return { ended: true };
}

import { watchChanges } from '@gatehouse/core/changes';
import { tracked } from '@trpc/server';
import { router, token } from '../trpc/index.ts';

export const changes = router({
  /**
   * Hints that something looks different now. A stream outlives the check at its start, so it ends as soon as its
   * session, token or role is no longer what it was; the browser or the command then asks again.
   */
  onChange: token('read').subscription(async function* ({ ctx, signal }) {
    if (!signal) return;
    for await (const change of watchChanges(ctx, signal)) {
      if (!(await ctx.request.isStillValid())) return;
      yield tracked(crypto.randomUUID(), change);
    }
  }),
});

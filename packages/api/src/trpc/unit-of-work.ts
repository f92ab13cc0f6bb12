import { t } from './init.ts';

/**
 * For a procedure that combines several writes: what follows shares one transaction as `ctx.db`. A failure comes back
 * from `next()` as a value, so it is thrown here: otherwise the transaction would commit half of the work.
 */
export const unitOfWork = t.middleware(({ ctx, next }) =>
  ctx.db.transaction().execute(async (tx) => {
    const result = await next({ ctx: { db: tx } });
    if (!result.ok) throw result.error;
    return result;
  }),
);

import type { Scope } from '@gatehouse/contracts/permissions';
import { requireOwnOrigin, requireScope, requireServiceToken, requireSession } from './guards.ts';
import { t } from './init.ts';

const guarded = t.procedure.use(({ ctx, type, next }) => {
  if (type === 'mutation') requireOwnOrigin(ctx);
  return next();
});

/** Anybody. The use cases behind it limit how often one address may ask. */
export const publicProcedure = guarded.meta({ kind: 'public' });

/** A signed-in browser. */
export const session = guarded.meta({ kind: 'session' }).use(({ ctx, next }) => {
  requireSession(ctx);
  return next();
});

/** An access token with the scope, or a signed-in browser. */
export const token = (scope: Scope) =>
  // Both guards in one step: each step of a procedure copies the call.
  t.procedure.meta({ kind: 'token', scope }).use(({ ctx, type, next }) => {
    if (type === 'mutation') requireOwnOrigin(ctx);
    requireScope(ctx, scope);
    return next();
  });

/** The dashboard's own server. */
export const service = guarded.meta({ kind: 'service' }).use(({ ctx, next }) => {
  requireServiceToken(ctx);
  return next();
});

import type { UpdateUserInput, UserView } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import { restoreClientKeysOf, suspendClientKeysOf } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { changeAccess, checkOwners, lockOwners, lockUser } from '../users/index.ts';

/**
 * Changes the role or lets somebody in or out. Their sessions end at once; access tokens follow the new role. Somebody who
 * is shut out is shut out of the gateways as well: their client keys leave them, and come back with the person.
 */
export async function updateUser(ctx: Context, input: UpdateUserInput): Promise<UserView> {
  permit(ctx, 'users:update');
  const tags = [cacheTags.user(input.id)];
  let toWake: string[] = [];
  const view = await withTransaction(ctx.db, async (tx) => {
    await lockOwners(tx);
    const user = await lockUser(tx, input.id);
    if (!user) throw notFound('user');
    const next = { role: input.role ?? user.role, isActive: input.isActive ?? user.isActive };
    await checkOwners(tx, ctx.actor, user, next);
    if (next.role === user.role && next.isActive === user.isActive) return user;
    const changed = await changeAccess(tx, user.id, next);
    if (next.isActive !== user.isActive)
      toWake = await (next.isActive ? restoreClientKeysOf(tx, ctx, user.id) : suspendClientKeysOf(tx, ctx, user.id));
    await audit(tx, ctx, {
      action: 'user.updated',
      resource: 'user',
      resourceId: user.id,
      details: { role: next.role, roleBefore: user.role, isActive: next.isActive, isActiveBefore: user.isActive },
    });
    await ctx.cache.invalidate(tx, tags);
    return changed;
  });
  ctx.cache.drop(tags);
  for (const gatewayId of toWake) ctx.wakeSync(gatewayId);
  return view;
}

import type { ByIdInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { revokeTokensOf } from '../access-tokens/index.ts';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { retireEntriesOf } from '../gateway-sync/index.ts';
import { retireAccountsOf } from '../provider-accounts/index.ts';
import { endSharingOf } from '../sharing/index.ts';
import { leaveTeams } from '../teams/index.ts';
import { checkOwners, lockOwners, lockUser, revokeSessionsOf } from '../users/index.ts';
import { markContributionsRemoved, markUserRemoved } from './repository.ts';

/**
 * Ends all that a person may do, here at once and at the gateways as soon as they answer. A job confirms that nothing
 * of theirs is left there.
 */
export async function removeUser(ctx: Context, input: ByIdInput): Promise<{ removed: true }> {
  permit(ctx, 'users:remove');
  const tags = [cacheTags.user(input.id)];
  const gatewayIds = await withTransaction(ctx.db, async (tx) => {
    await lockOwners(tx);
    const user = await lockUser(tx, input.id);
    if (!user) throw notFound('user');
    await checkOwners(tx, ctx.actor, user, null);
    await markUserRemoved(tx, user.id);
    await revokeSessionsOf(tx, user.id);
    const accessTokens = await revokeTokensOf(tx, user.id);
    const toWake = await retireEntriesOf(tx, user.id);
    const accounts = await retireAccountsOf(tx, user.id);
    const counts = await markContributionsRemoved(tx, user.id);
    const shares = await endSharingOf(tx, user.id);
    const teams = await leaveTeams(tx, ctx, user.id);
    await ctx.jobs.enqueue(tx, 'confirm-user-removal', { userId: user.id });
    await audit(tx, ctx, {
      action: 'user.removed',
      resource: 'user',
      resourceId: user.id,
      details: {
        name: user.name,
        email: user.email,
        role: user.role,
        accessTokens,
        providerAccounts: accounts.count,
        ...counts,
        shares,
        teams,
      },
    });
    await ctx.cache.invalidate(tx, tags);
    return [...new Set([...toWake, ...accounts.gatewayIds])];
  });
  ctx.cache.drop(tags);
  for (const gatewayId of gatewayIds) ctx.wakeSync(gatewayId);
  return { removed: true };
}

import type { ByIdInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { onlyOwners } from '../users/index.ts';
import { lockById, markRevoked } from './repository.ts';

/** The link stops working at once. One that was accepted already has made an account: remove that instead. */
export async function revokeInvitation(ctx: Context, input: ByIdInput): Promise<{ revoked: true }> {
  permit(ctx, 'invitations:revoke');
  await withTransaction(ctx.db, async (tx) => {
    const invitation = await lockById(tx, input.id);
    if (!invitation) throw notFound('invitation');
    if (invitation.role === 'owner' && ctx.actor.type === 'user' && ctx.actor.role !== 'owner') throw onlyOwners();
    if (invitation.status === 'accepted')
      throw fail('invitation_unusable', 'This invitation was accepted already.', { reason: 'accepted' });
    if (!(await markRevoked(tx, invitation.id))) return;
    await audit(tx, ctx, {
      action: 'invitation.revoked',
      resource: 'invitation',
      resourceId: invitation.id,
      details: { email: invitation.email, role: invitation.role },
    });
  });
  return { revoked: true };
}

import type { CreateInvitationInput, InvitationView } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { randomToken } from '../secrets/index.ts';
import { emailTaken, isEmailTaken, onlyOwners } from '../users/index.ts';
import { insertInvitation, lockById } from './repository.ts';
import { mayInvite } from './status.ts';
import { viewOf } from './view.ts';

/**
 * The link is in the answer and nowhere else. Its token is in the fragment, which browsers never send: it reaches no
 * server log.
 */
export async function createInvitation(
  ctx: Context,
  input: CreateInvitationInput,
): Promise<{ invitation: InvitationView; url: string }> {
  const actor = permitUser(ctx, 'invitations:create');
  if (!mayInvite(actor.role, input.role)) throw onlyOwners();
  const email = input.email ?? null;
  if (email !== null && (await isEmailTaken(ctx.db, email))) throw emailTaken();
  const token = randomToken('invite_');
  const id = newId();
  const { role, expiresInDays } = input;
  const invitation = await withTransaction(ctx.db, async (tx) => {
    const tokenHmac = ctx.hmac('invitation', token);
    await insertInvitation(tx, { id, tokenHmac, email, role, createdBy: actor.userId, expiresInDays });
    await audit(tx, ctx, {
      action: 'invitation.created',
      resource: 'invitation',
      resourceId: id,
      details: { email, role, expiresInDays },
    });
    return lockById(tx, id);
  });
  if (!invitation) throw new Error('The invitation that was just made is not there.');
  return { invitation: viewOf(invitation), url: `${ctx.publicUrl}/invite#${token}` };
}

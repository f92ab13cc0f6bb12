import type { AcceptInvitationInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { createUser, emailTaken, hashPassword, isEmailTaken } from '../users/index.ts';
import { findByToken, type Invitation, lockByToken, markAccepted } from './repository.ts';
import { requireOpen } from './usable.ts';

/** Makes the invited person's account, once. For anyone: the token is the permission. */
export async function acceptInvitation(ctx: Context, input: AcceptInvitationInput): Promise<{ userId: string }> {
  await ctx.rateLimits.consume('invitation-accept', addressSubject(ctx.clientAddress));
  const tokenHmac = ctx.hmac('invitation', input.token);
  const { name, email } = input;
  // Before the costly hash; again in the transaction, where it counts.
  check(await findByToken(ctx.db, tokenHmac), email);
  if (await isEmailTaken(ctx.db, email)) throw emailTaken();
  const passwordHash = await hashPassword(input.password);
  const userId = await withTransaction(ctx.db, async (tx) => {
    const invitation = check(await lockByToken(tx, tokenHmac), email);
    const newUserId = await createUser(tx, ctx, { name, email, passwordHash, role: invitation.role });
    await markAccepted(tx, invitation.id, newUserId);
    await audit(tx, ctx, {
      action: 'invitation.accepted',
      resource: 'invitation',
      resourceId: invitation.id,
      details: { userId: newUserId, email, role: invitation.role },
    });
    return newUserId;
  });
  return { userId };
}

function check(found: Invitation | null, email: string): Invitation {
  const invitation = requireOpen(found);
  if (invitation.email === null || invitation.email === email) return invitation;
  const message = 'This invitation is for another e-mail address.';
  throw fail('invalid_input', message, { fields: { email: [message] }, form: [] });
}

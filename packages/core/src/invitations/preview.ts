import type { Role } from '@gatehouse/contracts/permissions';
import type { Context } from '../context/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { findByToken } from './repository.ts';
import { requireOpen } from './usable.ts';

/** What the invited person sees before they accept. For anyone: the token is the permission. */
export async function previewInvitation(
  ctx: Context,
  input: { token: string },
): Promise<{ email: string | null; role: Role; invitedBy: string }> {
  await ctx.rateLimits.consume('invitation-preview', addressSubject(ctx.clientAddress));
  const { email, role, invitedBy } = requireOpen(await findByToken(ctx.db, ctx.hmac('invitation', input.token)));
  return { email, role, invitedBy };
}

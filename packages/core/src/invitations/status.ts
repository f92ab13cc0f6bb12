import type { InvitationView } from '@gatehouse/contracts/identity';
import { permissionsOf, type Role } from '@gatehouse/contracts/permissions';

export type InvitationFacts = {
  role: Role;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  inviter: { role: Role; isActive: boolean };
};

/** Whether this role may hand out that one. */
export const mayInvite = (inviter: Role, invited: Role): boolean =>
  permissionsOf[inviter].has('invitations:create') && (invited !== 'owner' || inviter === 'owner');

/** An invitation is worth as much as its inviter: it ends with their account or their right to have made it. */
export function statusOf(invitation: InvitationFacts, now: Date): InvitationView['status'] {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  const { inviter } = invitation;
  if (!inviter.isActive || !mayInvite(inviter.role, invitation.role)) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}

import { fail } from '../errors/index.ts';
import type { Invitation } from './repository.ts';

const sentences = {
  unknown: 'This invitation link is not valid. Copy the whole link, or ask for a new one.',
  expired: 'This invitation has expired. Ask for a new one.',
  revoked: 'This invitation was withdrawn. Ask for a new one.',
  accepted: 'This invitation was used already. Sign in, or ask for a new one.',
} as const;

export function requireOpen(invitation: Invitation | null): Invitation {
  const status = invitation?.status ?? 'unknown';
  if (invitation && status === 'open') return invitation;
  const reason = status === 'open' ? 'unknown' : status;
  throw fail('invitation_unusable', sentences[reason], { reason });
}

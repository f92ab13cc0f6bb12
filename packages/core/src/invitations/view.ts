import type { InvitationView } from '@gatehouse/contracts/identity';
import type { Invitation } from './repository.ts';

export const viewOf = ({ invitedBy: _, ...view }: Invitation): InvitationView => view;

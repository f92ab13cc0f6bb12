import {
  acceptInvitationInput,
  byIdInput,
  createInvitationInput,
  previewInvitationInput,
} from '@gatehouse/contracts/identity';
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  previewInvitation,
  revokeInvitation,
} from '@gatehouse/core/invitations';
import { publicProcedure, router, session } from '../trpc/index.ts';

export const invitations = router({
  list: session.query(({ ctx }) => listInvitations(ctx)),
  create: session.input(createInvitationInput).mutation(({ ctx, input }) => createInvitation(ctx, input)),
  revoke: session.input(byIdInput).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  preview: publicProcedure.input(previewInvitationInput).query(({ ctx, input }) => previewInvitation(ctx, input)),
  accept: publicProcedure.input(acceptInvitationInput).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});

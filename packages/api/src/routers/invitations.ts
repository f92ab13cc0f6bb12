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
  // Changes nothing, but the token of a query would stand in an address, and so in logs.
  preview: publicProcedure.input(previewInvitationInput).mutation(({ ctx, input }) => previewInvitation(ctx, input)),
  accept: publicProcedure.input(acceptInvitationInput).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});

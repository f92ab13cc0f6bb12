import type { InvitationView } from '@gatehouse/contracts/identity';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { findInvitations } from './repository.ts';
import { viewOf } from './view.ts';

const limit = 500;

/** The newest 500, newest first. */
export async function listInvitations(ctx: Context): Promise<InvitationView[]> {
  permit(ctx, 'invitations:read');
  return (await findInvitations(ctx.db, limit)).map(viewOf);
}

import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { announceTeam, dropChoicesOf } from './announce.ts';
import type { TakeOut } from './members.ts';
import { lockTeam, markTeamRemoved, selectMemberIds } from './repository.ts';

/** Its members stay; what it left out of their bundles is there again. */
export async function removeTeam(ctx: Context, input: { id: string }, takeOut: TakeOut): Promise<{ removed: true }> {
  permit(ctx, 'teams:remove');
  const memberIds = await withTransaction(ctx.db, async (tx) => {
    const team = await lockTeam(tx, input.id);
    if (!team) throw notFound('team');
    const members = await selectMemberIds(tx, team.id);
    await markTeamRemoved(tx, team.id);
    await takeOut(tx, { teamId: team.id, userId: null });
    await audit(tx, ctx, {
      action: 'team.removed',
      resource: 'team',
      resourceId: team.id,
      details: { name: team.name, members: members.length },
    });
    await announceTeam(tx, ctx, team.id, { memberIds: members, choicesOf: members });
    return members;
  });
  dropChoicesOf(ctx, memberIds);
  return { removed: true };
}

import type { CreateTeamInput, TeamView } from '@gatehouse/contracts/teams';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { announceTeam } from './announce.ts';
import { insertTeam } from './repository.ts';
import { viewTeam } from './view.ts';

/** Nobody is in it yet. */
export async function createTeam(ctx: Context, input: CreateTeamInput): Promise<TeamView> {
  const actor = permitUser(ctx, 'teams:create');
  const id = newId();
  const { name, description } = input;
  await withTransaction(ctx.db, async (tx) => {
    await insertTeam(tx, { id, name, description, created_by: actor.userId });
    await audit(tx, ctx, { action: 'team.created', resource: 'team', resourceId: id, details: { name } });
    await announceTeam(tx, ctx, id, { memberIds: [], choicesOf: [] });
  });
  return viewTeam(ctx, id);
}

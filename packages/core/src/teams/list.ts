import type { TeamView } from '@gatehouse/contracts/teams';
import { permit, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectTeams } from './repository.ts';
import { viewTeams } from './view.ts';

/** The teams that the actor is in, or everybody's. */
export async function listTeams(ctx: Context, input: { scope: 'own' | 'all' }): Promise<TeamView[]> {
  if (input.scope === 'all') {
    permit(ctx, 'teams:read');
    return viewTeams(ctx, await selectTeams(ctx.db, null));
  }
  const actor = permitUser(ctx, 'teams:read-own');
  return viewTeams(ctx, await selectTeams(ctx.db, actor.userId));
}

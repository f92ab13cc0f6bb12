import type { TeamView } from '@gatehouse/contracts/teams';
import { takeKeysOutOfTeam } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import * as teams from '../teams/index.ts';

/** They keep their keys, which belong to the team no longer. */
export const removeTeamMember = (ctx: Context, input: { teamId: string; userId: string }): Promise<TeamView> =>
  withKeys(ctx, (takeOut) => teams.removeTeamMember(ctx, input, takeOut));

/** Its members keep their keys. Where a gateway has the team as well, it goes once they have left it there. */
export const removeTeam = (ctx: Context, input: { id: string }): Promise<{ removed: true }> =>
  withKeys(ctx, (takeOut) => teams.removeTeam(ctx, input, takeOut));

async function withKeys<T>(ctx: Context, work: (takeOut: teams.TakeOut) => Promise<T>): Promise<T> {
  let toWake: string[] = [];
  const result = await work(async (tx, from) => {
    toWake = await takeKeysOutOfTeam(tx, ctx, from);
  });
  for (const gatewayId of toWake) ctx.wakeSync(gatewayId);
  return result;
}

import type { TeamView } from '@gatehouse/contracts/teams';
import { may } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { type MemberRow, selectMembers, selectTeam, type TeamRow } from './repository.ts';

/** As the actor may see them: who is in a team with them is no secret, an address is. */
export async function viewTeams({ actor, db }: Pick<Context, 'actor' | 'db'>, teams: TeamRow[]): Promise<TeamView[]> {
  const members = new Map<string, MemberRow[]>(teams.map(({ id }) => [id, []]));
  for (const row of await selectMembers(db, [...members.keys()])) members.get(row.team_id)?.push(row);
  const ownId = actor.type === 'user' ? actor.userId : null;
  return teams.map((team) => {
    const rows = members.get(team.id) ?? [];
    const ownRole = rows.find(({ user_id }) => user_id === ownId)?.role ?? null;
    const isManageable = ownRole === 'admin' || may(actor, 'teams:update');
    const showsAddresses = isManageable || may(actor, 'users:read');
    return {
      id: team.id,
      name: team.name,
      description: team.description,
      exclusions: team.exclusions,
      version: team.version,
      createdAt: team.created_at,
      ownRole,
      isManageable,
      members: rows.map((row) => ({
        userId: row.user_id,
        name: row.name,
        email: showsAddresses ? row.email : null,
        role: row.role,
        joinedAt: row.joined_at,
      })),
    };
  });
}

export async function viewTeam(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<TeamView> {
  const row = await selectTeam(ctx.db, id);
  const [view] = row ? await viewTeams(ctx, [row]) : [];
  if (!view) throw notFound('team');
  return view;
}

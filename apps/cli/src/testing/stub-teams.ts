import {
  addTeamMemberInput,
  createTeamInput,
  listTeamsInput,
  type TeamView,
  teamByIdInput,
  teamMemberInput,
  updateTeamInput,
  updateTeamMemberInput,
} from '@gatehouse/contracts/teams';
import type { refuse, token } from './stub-router.ts';

const at = new Date('2026-01-02T03:04:05Z');
const ada = '01900000-0000-7000-8000-0000000000aa';
const bob = '01900000-0000-7000-8000-0000000000ab';

export const stubTeam: TeamView = {
  id: '01900000-0000-7000-8000-0000000000f1',
  name: 'Platform',
  description: 'Who runs it',
  exclusions: ['gpt-4*'],
  version: 3,
  createdAt: at,
  ownRole: 'admin',
  isManageable: true,
  members: [
    { userId: ada, name: 'Ada', email: 'ada@example.com', role: 'admin', joinedAt: at },
    { userId: bob, name: 'Bob', email: 'bob@example.com', role: 'member', joinedAt: at },
  ],
};

/** Teams as the server keeps them, without who may do what. */
export const stubTeams = (procedure: typeof token, onRefusal: typeof refuse) => {
  const find = (teams: TeamView[], id: string): TeamView =>
    teams.find((team) => team.id === id) ??
    onRefusal({ code: 'not_found', message: 'There is no such team.', details: { resource: 'team' } });
  return {
    list: procedure
      .input(listTeamsInput)
      .query(({ ctx, input }) => ctx.state.teams.filter(({ ownRole }) => input.scope === 'all' || ownRole !== null)),
    create: procedure.input(createTeamInput).mutation(({ ctx, input }) => {
      const team = {
        ...stubTeam,
        ...input,
        id: `${stubTeam.id.slice(0, -1)}2`,
        exclusions: [],
        version: 1,
        members: [],
      };
      ctx.state.teams.push({ ...team, ownRole: null });
      return team;
    }),
    update: procedure.input(updateTeamInput).mutation(({ ctx, input }) => {
      const team = find(ctx.state.teams, input.id);
      const { version } = team;
      if (version !== input.version)
        onRefusal({ code: 'edit_conflict', message: 'Somebody has changed this.', details: { version } });
      return Object.assign(team, {
        name: input.name ?? team.name,
        description: input.description ?? team.description,
        exclusions: input.exclusions ?? team.exclusions,
        version: version + 1,
      });
    }),
    remove: procedure.input(teamByIdInput).mutation(({ ctx, input }) => {
      ctx.state.teams = ctx.state.teams.filter(({ id }) => id !== input.id);
      return { removed: true as const };
    }),
    addMember: procedure.input(addTeamMemberInput).mutation(({ ctx, input }) => {
      const team = find(ctx.state.teams, input.teamId);
      const { email, role } = input;
      team.members.push({ userId: `${bob.slice(0, -1)}c`, name: 'Carol', email, role, joinedAt: at });
      return team;
    }),
    updateMember: procedure.input(updateTeamMemberInput).mutation(({ ctx, input }) => {
      const team = find(ctx.state.teams, input.teamId);
      team.members = team.members.map((each) => (each.userId === input.userId ? { ...each, role: input.role } : each));
      return team;
    }),
    removeMember: procedure.input(teamMemberInput).mutation(({ ctx, input }) => {
      const team = find(ctx.state.teams, input.teamId);
      team.members = team.members.filter(({ userId }) => userId !== input.userId);
      return team;
    }),
  };
};

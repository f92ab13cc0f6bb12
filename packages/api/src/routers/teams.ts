import {
  addTeamMemberInput,
  createTeamInput,
  listTeamsInput,
  teamByIdInput,
  teamMemberInput,
  updateTeamInput,
  updateTeamMemberInput,
} from '@gatehouse/contracts/teams';
import { removeTeam, removeTeamMember } from '@gatehouse/core/membership';
import { addTeamMember, createTeam, listTeams, updateTeam, updateTeamMember } from '@gatehouse/core/teams';
import { router, token } from '../trpc/index.ts';

export const teams = router({
  list: token('read')
    .input(listTeamsInput)
    .query(({ ctx, input }) => listTeams(ctx, input)),
  create: token('write')
    .input(createTeamInput)
    .mutation(({ ctx, input }) => createTeam(ctx, input)),
  update: token('write')
    .input(updateTeamInput)
    .mutation(({ ctx, input }) => updateTeam(ctx, input)),
  remove: token('write')
    .input(teamByIdInput)
    .mutation(({ ctx, input }) => removeTeam(ctx, input)),
  addMember: token('write')
    .input(addTeamMemberInput)
    .mutation(({ ctx, input }) => addTeamMember(ctx, input)),
  updateMember: token('write')
    .input(updateTeamMemberInput)
    .mutation(({ ctx, input }) => updateTeamMember(ctx, input)),
  removeMember: token('write')
    .input(teamMemberInput)
    .mutation(({ ctx, input }) => removeTeamMember(ctx, input)),
});

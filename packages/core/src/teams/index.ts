export { createTeam } from './create.ts';
export { gatewayTeamIdOf } from './gateway-team-id.ts';
export { holdMembership } from './hold.ts';
export { leaveTeams } from './leave.ts';
export { listTeams } from './list.ts';
export { addTeamMember, removeTeamMember, type TakeOut, updateTeamMember } from './members.ts';
export { removeTeam } from './remove.ts';
export { type OwnTeamExclusions, readTeamExclusions, teamExclusionsOf } from './team-exclusions.ts';
export { updateTeam } from './update.ts';

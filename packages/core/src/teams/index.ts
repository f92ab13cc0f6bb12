export { announceTeam, dropChoicesOf } from './announce.ts';
export { createTeam } from './create.ts';
export { leaveTeams } from './leave.ts';
export { listTeams } from './list.ts';
export { addTeamMember, removeTeamMember, updateTeamMember } from './members.ts';
export { removeTeam } from './remove.ts';
export { type OwnTeamExclusions, readTeamExclusions, teamExclusionsOf } from './team-exclusions.ts';
export { updateTeam } from './update.ts';

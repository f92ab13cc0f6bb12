export { confirmUserRemoval } from './confirm-user-removal.ts';
export { removeTeam, removeTeamMember } from './leave-team.ts';
export { removeUser } from './remove-user.ts';
export { updateUser } from './update-user.ts';

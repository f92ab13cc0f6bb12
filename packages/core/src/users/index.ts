export { createUser, type NewUser } from './create.ts';
export { listUsers } from './list.ts';
export { checkOwners, lockOwners, onlyOwners } from './owners.ts';
export { hashPassword, verifyPasswordHash } from './passwords.ts';
export { changeAccess, emailTaken, holdUser, isEmailTaken, lockUser, revokeSessionsOf } from './repository.ts';
export { whoAmI } from './who-am-i.ts';

export { confirmUserRemoval } from './confirm-user-removal.ts';
export { removeUser } from './remove-user.ts';

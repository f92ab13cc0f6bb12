export { confirmUserRemoval } from './confirm-user-removal.ts';
export { removeUser } from './remove-user.ts';
export { updateUser } from './update-user.ts';

export { acceptInvitation } from './accept.ts';
export { createInvitation } from './create.ts';
export { listInvitations } from './list.ts';
export { previewInvitation } from './preview.ts';
export { removeStaleInvitations } from './repository.ts';
export { revokeInvitation } from './revoke.ts';

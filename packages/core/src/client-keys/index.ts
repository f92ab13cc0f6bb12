export { createClientKey } from './create.ts';
export { listClientKeys } from './list.ts';
export { type OwnClientKey, ownClientKey } from './own-key.ts';
export { revokeClientKey } from './revoke.ts';
export { clientKeyPlace, sealedColumns } from './sealed-columns.ts';
export { restoreClientKeysOf, suspendClientKeysOf } from './suspend.ts';

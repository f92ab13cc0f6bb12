export { authenticateAccessToken } from './authenticate.ts';
export { approveDeviceLogin, denyDeviceLogin, getDeviceLogin } from './confirm.ts';
export { removeExpiredDeviceLogins } from './device-repository.ts';
export { listAccessTokens } from './list.ts';
export { pollDeviceLogin } from './poll.ts';
export { revokeTokensOf } from './repository.ts';
export { revokeAccessToken, revokeCurrentAccessToken } from './revoke.ts';
export { startDeviceLogin } from './start.ts';

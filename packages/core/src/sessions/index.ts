export { authenticateSession, type SessionClaims } from './authenticate.ts';
export { endSession } from './end.ts';
export { listSessions } from './list.ts';
export { removeExpiredSessions } from './repository.ts';
export { revokeSession } from './revoke.ts';
export { verifyPassword } from './verify-password.ts';

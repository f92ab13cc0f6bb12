import { id } from '@gatehouse/contracts/fields';
import type { UserActor } from '../actor/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { findLiveSession } from './repository.ts';

/** What the session cookie says. Its signature was checked; whether it still counts is decided here. */
export type SessionClaims = { sessionId: string; userId: string; sessionVersion: number };

/** Null if the session has ended, or its person was removed, shut out or given another role since. No SQL when warm. */
export async function authenticateSession(
  services: Pick<Services, 'db' | 'cache'>,
  claims: SessionClaims,
): Promise<UserActor | null> {
  if (!id.safeParse(claims.sessionId).success) return null;
  const session = await services.cache.get({
    key: cacheKeys.session(claims.sessionId),
    tags: (found) => found && [cacheTags.user(found.userId)],
    ttlMs: 60_000,
    load: () => findLiveSession(services.db, claims.sessionId),
  });
  if (!session || session.expiresAt.getTime() <= Date.now()) return null;
  if (session.userId !== claims.userId || session.sessionVersion !== claims.sessionVersion) return null;
  const { userId, name, email, role } = session;
  return { type: 'user', userId, name, email, role, via: { type: 'session', sessionId: session.id } };
}

import type { ServiceActor, UserActor } from '../actor/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { isAccessToken } from './codes.ts';
import { findLiveToken, touchToken } from './repository.ts';

const ttlMs = 60_000;

/** Null if the token is unknown, revoked or expired, or its person may not sign in. No SQL when warm. */
export async function authenticateAccessToken(
  services: Pick<Services, 'db' | 'cache' | 'hmac' | 'log'>,
  token: string,
): Promise<UserActor | ServiceActor | null> {
  if (!isAccessToken(token)) return null;
  const tokenHmac = services.hmac('access-token', token);
  const found = await services.cache.get({
    key: cacheKeys.accessToken(tokenHmac),
    tags: (live) => live && (live.user ? [cacheTags.user(live.user.userId)] : []),
    ttlMs,
    load: () => findLiveToken(services.db, tokenHmac),
  });
  if (!found || (found.expiresAt && found.expiresAt.getTime() <= Date.now())) return null;
  recordUse(services, found.id);
  const { id: tokenId, scopes, user } = found;
  if (!user) return { type: 'service', name: found.name };
  return { type: 'user', ...user, via: { type: 'token', tokenId, scopes } };
}

/** At most once a minute, and nobody waits for it. */
function recordUse({ db, cache, log }: Pick<Services, 'db' | 'cache' | 'log'>, tokenId: string): void {
  const key = cacheKeys.accessTokenUse(tokenId);
  if (cache.peek(key) !== undefined) return;
  const load = async () => {
    await touchToken(db, tokenId);
    return true;
  };
  cache.get({ key, tags: [], ttlMs, load }).catch((error: unknown) => {
    log.error({ error, accessTokenId: tokenId }, 'The use of an access token could not be recorded.');
  });
}

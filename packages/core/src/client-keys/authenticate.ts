import type { UserActor } from '../actor/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { selectLiveOwner } from './repository.ts';

const ttlMs = 60_000;

export type ClientKeyOwner = { actor: UserActor; gatewayId: string };

/**
 * Whose client key this is and for which gateway: for coding agents that fetch their configuration themselves and hold
 * nothing else. It allows what a token for bundles allows. Null if the key is unknown, revoked, blocked or expired, or
 * its person may not sign in. No SQL when warm.
 */
export async function authenticateClientKey(
  services: Pick<Services, 'db' | 'cache' | 'hmac'>,
  key: string,
): Promise<ClientKeyOwner | null> {
  if (!/^sk-gh-\S{20,100}$/.test(key)) return null;
  const keyHmac = services.hmac('client-key', key);
  const found = await services.cache.get({
    key: cacheKeys.clientKey(keyHmac),
    tags: (live) => (live ? [cacheTags.user(live.user.userId), cacheTags.gateways] : []),
    ttlMs,
    load: () => selectLiveOwner(services.db, keyHmac),
  });
  if (!found || (found.expiresAt && found.expiresAt.getTime() <= Date.now())) return null;
  const { id, gatewayId, user } = found;
  return { gatewayId, actor: { type: 'user', ...user, via: { type: 'token', tokenId: id, scopes: ['bundle'] } } };
}

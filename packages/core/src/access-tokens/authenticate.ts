import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ServiceActor, UserActor } from '../actor/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import type { Hmac } from '../secrets/index.ts';
import { isAccessToken } from './codes.ts';
import { findLiveToken, type LiveToken, touchToken } from './repository.ts';

const ttlMs = 60_000;

type Needs = Pick<Services, 'db' | 'cache' | 'hmac' | 'log'>;

/** Null if the token is unknown, revoked or expired, or its person may not sign in. When warm: no SQL, and at once. */
export function authenticateAccessToken(
  services: Needs,
  token: string,
): UserActor | ServiceActor | null | Promise<UserActor | ServiceActor | null> {
  if (!isAccessToken(token)) return null;
  const { tokenHmac, key } = lookUpOf(services.hmac, token);
  const known = services.cache.peek<LiveToken>(key);
  if (known) return actorOf(services, known);
  return services.cache
    .get({
      key,
      tags: (live) => live && (live.user ? [cacheTags.user(live.user.userId)] : []),
      ttlMs,
      load: () => findLiveToken(services.db, tokenHmac),
    })
    .then((found) => found && actorOf(services, found));
}

function actorOf(services: Needs, found: LiveToken): UserActor | ServiceActor | null {
  if (found.expiresAt && found.expiresAt.getTime() <= Date.now()) return null;
  recordUse(services, found.id);
  const { id: tokenId, scopes, user } = found;
  if (!user) return { type: 'service', name: found.name };
  const { userId, name, email, role } = user;
  return { type: 'user', userId, name, email, role, via: { type: 'token', tokenId, scopes } };
}

type LookUp = { tokenHmac: Buffer; key: string };
const lookUps = new WeakMap<Hmac, LRUCache<string, LookUp>>();

/**
 * What to look a token up by. Kept, as the HMAC costs more than the look-up; under a hash, so that no token stays in memory.
 * Says nothing about whether the token is good.
 */
function lookUpOf(hmac: Hmac, token: string): LookUp {
  const kept = lookUps.get(hmac) ?? new LRUCache({ max: 10_000 });
  lookUps.set(hmac, kept);
  const digest = hash('sha256', token, 'base64');
  const known = kept.get(digest);
  if (known) return known;
  const tokenHmac = hmac('access-token', token);
  const lookUp = { tokenHmac, key: cacheKeys.accessToken(tokenHmac) };
  kept.set(digest, lookUp);
  return lookUp;
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

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Identity } from '@gatehouse/api/http';
import { authenticateAccessToken } from '@gatehouse/core/access-tokens';
import { type Actor, anonymous } from '@gatehouse/core/actor';
import type { Services } from '@gatehouse/core/context';
import { authenticateSession } from '@gatehouse/core/sessions';
import { createSessionCookies, findSessionCookie } from './session-cookie.ts';

export type Authenticate = (req: Pick<IncomingMessage, 'headers'>) => Identity | Promise<Identity>;

/**
 * Who asks, from a bearer token or else the session cookie. What is wrong or has ended is an anonymous actor; a cookie
 * is not looked at beside a token. At once for a token that was looked up before.
 */
export function createAuthenticate(
  services: Pick<Services, 'db' | 'cache' | 'hmac' | 'log'>,
  { authSecret, serviceToken }: { authSecret: string; serviceToken: string },
): Authenticate {
  const openCookie = createSessionCookies(authSecret);
  const isServiceToken = createComparison(serviceToken);
  const byCookie = async (cookie: { name: string; value: string }): Promise<Identity> => {
    const claims = await openCookie(cookie);
    const actor = claims && (await authenticateSession(services, claims));
    return { credential: 'cookie', actor: actor ?? anonymous };
  };
  return ({ headers }) => {
    const token = bearerOf(headers.authorization);
    if (token !== null) {
      if (isServiceToken(token)) return { credential: 'service-token', actor: { type: 'service', name: 'web' } };
      const actor = authenticateAccessToken(services, token);
      return actor instanceof Promise ? actor.then(withToken) : withToken(actor);
    }
    const cookie = findSessionCookie(headers.cookie);
    return cookie ? byCookie(cookie) : { credential: 'none', actor: anonymous };
  };
}

const withToken = (actor: Actor | null): Identity => ({ credential: 'token', actor: actor ?? anonymous });

function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer +(\S+) *$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

/** Over hashes, so that neither length nor content shows in the time it takes. */
function createComparison(expected: string): (given: string) => boolean {
  const hash = (value: string) => createHash('sha256').update(value).digest();
  const wanted = hash(expected);
  return (given) => given.startsWith('ghs_') && timingSafeEqual(hash(given), wanted);
}

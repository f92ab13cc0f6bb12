import type { Scope } from '@gatehouse/contracts/permissions';
import type { Actor } from '@gatehouse/core/actor';
import { unauthenticated } from '@gatehouse/core/authorization';
import { fail } from '@gatehouse/core/errors';
import type { Origins, RequestFacts } from './context.ts';

type Guarded = { actor: Actor; request: Pick<RequestFacts, 'credential'> };

/**
 * A change that a browser's cookie would authorise must come from our own pages. `Origin` decides; a request without
 * it is refused too. Where the browser adds `Sec-Fetch-Site`, both must agree. A caller without a cookie may leave the
 * origin out, but not come from a foreign one.
 */
export function requireOwnOrigin({ request, origins }: { request: RequestFacts; origins: Origins }): void {
  const { credential, origin, fetchSite } = request;
  if (credential === 'token' || credential === 'service-token') return;
  if (credential === 'none' && origin === undefined && fetchSite === undefined) return;
  if (origin === origins.own && (fetchSite === undefined || fetchSite === 'same-origin')) return;
  if (origin !== undefined && origins.extra.has(origin)) return;
  throw fail('foreign_origin', 'This request does not come from the Gatehouse dashboard. Reload it and try again.', {});
}

export function requireSession({ actor, request }: Guarded): void {
  if (actor.type === 'anonymous') throw unauthenticated();
  if (actor.type !== 'user' || actor.via.type !== 'session' || request.credential !== 'cookie')
    throw fail('forbidden', 'Do this in the dashboard, signed in with your browser.', {});
}

/** A token needs the scope; a browser session may do all that its person may. */
export function requireScope({ actor, request }: Guarded, scope: Scope): void {
  if (actor.type === 'anonymous') throw unauthenticated();
  if (request.credential === 'service-token')
    throw fail('forbidden', "The dashboard's own server asks for a person, with that person's session.", {});
  if (actor.type !== 'user' || actor.via.type === 'session') return;
  if (!actor.via.scopes.includes(scope))
    throw fail('scope_missing', `This access token may not do this: it lacks the scope “${scope}”.`, { scope });
}

export function requireServiceToken({ actor, request }: Guarded): void {
  if (request.credential === 'service-token' && actor.type === 'service') return;
  if (actor.type === 'anonymous') throw unauthenticated();
  throw fail('forbidden', "Only the dashboard's own server may do this.", {});
}

import type { Actor } from '@gatehouse/core/actor';
import type { Context } from '@gatehouse/core/context';

/**
 * What the request presented: a browser's session cookie, an access token, or the token that only the dashboard's own
 * server knows. It says how the request came in, not whether it was valid: that is what the actor says.
 */
export type Credential = 'none' | 'cookie' | 'token' | 'service-token';

export type Identity = { actor: Actor; credential: Credential };

/** Facts of the HTTP request that procedures are guarded by. */
export type RequestFacts = {
  credential: Credential;
  origin: string | undefined;
  /** `Sec-Fetch-Site`: the browser's own word on where the request comes from. */
  fetchSite: string | undefined;
  /** Whether the same request would still be the same actor in the same role; for answers that last. */
  isStillValid: () => Promise<boolean>;
};

/** Browser origins that may change something: the dashboard's own and those that the operator named. */
export type Origins = { own: string; extra: ReadonlySet<string> };

export type ApiContext = Context & { request: RequestFacts; origins: Origins };

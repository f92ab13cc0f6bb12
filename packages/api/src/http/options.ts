import type { IncomingMessage, ServerResponse } from 'node:http';
import { anonymous } from '@gatehouse/core/actor';
import type { Services } from '@gatehouse/core/context';
import type { ApiContext, Identity, Origins } from '../trpc/index.ts';

export type ApiOptions = {
  services: Services;
  /** Who asks; at once where that is known. Never throws for a credential that is wrong: that is an anonymous actor. */
  authenticate: (req: IncomingMessage) => Identity | Promise<Identity>;
  /** Of the caller; a header is believed only if a configured proxy sent it. */
  clientAddress: (req: Pick<IncomingMessage, 'headers' | 'socket'>) => string | null;
  origins: Origins;
};

/** One request on its way through a route. */
export type Exchange = {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  path: string;
  query: URLSearchParams;
};

export async function createContext(options: ApiOptions, { req, requestId }: Exchange): Promise<ApiContext> {
  const { actor, credential } = await options.authenticate(req);
  const context = { ...templateOf(options) };
  context.actor = actor;
  context.requestId = requestId;
  context.clientAddress = options.clientAddress(req);
  context.request = {
    credential,
    origin: req.headers.origin,
    fetchSite: headerOf(req, 'sec-fetch-site'),
    async isStillValid() {
      const now = await options.authenticate(req);
      if (actor.type !== 'user' || now.actor.type !== 'user') return now.actor.type === actor.type;
      return now.actor.userId === actor.userId && now.actor.role === actor.role;
    },
  };
  return context;
}

const templates = new WeakMap<ApiOptions, ApiContext>();

/** A context of nobody. Copying one with all its fields costs a hundredth of adding fields to a copy of the services. */
function templateOf(options: ApiOptions): ApiContext {
  const known = templates.get(options);
  if (known) return known;
  const { services, origins } = options;
  const request = {
    credential: 'none',
    origin: undefined,
    fetchSite: undefined,
    isStillValid: async () => false,
  } as const;
  const template = { ...services, actor: anonymous, requestId: '', clientAddress: null, origins, request };
  templates.set(options, template);
  return template;
}

function headerOf(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

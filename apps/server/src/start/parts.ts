import { type ApiHandler, type ApiOptions, createApiHandler, type Identity } from '@gatehouse/api/http';
import { warmUpRendering } from '@gatehouse/core/bundles';
import type { Services } from '@gatehouse/core/context';
import { randomToken } from '@gatehouse/core/secrets';
import { createAuthenticate } from '../auth/index.ts';
import type { Config } from '../config/index.ts';
import {
  type Actors,
  answerWhileStarting,
  createActors,
  createClientAddress,
  createReadiness,
  createRequestHandler,
  listen,
  type RequestHandler,
} from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import { startWeb, type Web } from '../web/index.ts';
import type { Closing } from './closing.ts';

type Facts = Config & { publicUrl: string; authSecret: string; serviceToken: string };
type Means = { services: Services; closing: Closing; log: Logger; webServerPath: string };

/** What the roles `api` and `web` put behind the listener. */
export async function openParts(
  facts: Facts,
  means: Means,
): Promise<{ api: ApiHandler | undefined; web: Web | undefined; actors: Actors }> {
  const actors = createActors();
  const options = apiOptions(facts, means.services, actors);
  const api = facts.roles.has('api') ? createApiHandler(options) : undefined;
  if (api) await warmUpRendering();
  const web = facts.roles.has('web') ? await openWeb(facts, means, { options, actors }) : undefined;
  return { api, web, actors };
}

function apiOptions(facts: Facts, services: Services, actors: Actors): ApiOptions {
  const authenticate = createAuthenticate(services, facts);
  return {
    services,
    origins: { own: new URL(facts.publicUrl).origin, extra: new Set(facts.extraOrigins) },
    clientAddress: createClientAddress(facts.trustedProxies),
    authenticate(req) {
      const note = (identity: Identity): Identity => {
        actors.set(req, identity.actor);
        return identity;
      };
      const identity = authenticate(req);
      return identity instanceof Promise ? identity.then(note) : note(identity);
    },
  };
}

const loopback = ['127.0.0.0/8', '::1'];

/**
 * The dashboard's own server and the listener by which it reaches the API. That one is apart from the public one: it goes
 * on answering while the dashboard finishes its last pages, and only there the dashboard may name the person's address.
 */
async function openWeb(facts: Facts, means: Means, { options, actors }: { options: ApiOptions; actors: Actors }) {
  const { services, closing, log, webServerPath } = means;
  const inner = await listen({ host: '127.0.0.1', port: 0 }, answerWhileStarting);
  closing.add('web', 'inner web server', () => inner.close());
  const api = createApiHandler({ ...options, clientAddress: createClientAddress(loopback) });
  const handle = createRequestHandler({ api, readiness: createReadiness(services) }, { log, actors });
  // Others on this machine can reach the port too. They do not know the path.
  const path = `/${randomToken('')}`;
  inner.handle = below(path, handle);
  const web = await startWeb({
    ...facts,
    serverPath: webServerPath,
    apiUrl: `http://127.0.0.1:${inner.port}${path}`,
    clientAddress: options.clientAddress,
    log,
  });
  closing.add('web', 'dashboard', () => web.stop());
  return web;
}

/** Answers only what is below the path, and hands it on without. */
const below =
  (path: string, handle: RequestHandler): RequestHandler =>
  (req, res) => {
    if (!req.url?.startsWith(`${path}/`)) return void res.writeHead(404).end();
    req.url = req.url.slice(path.length);
    handle(req, res);
  };

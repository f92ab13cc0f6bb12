import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiHandler, requestIdOf, wellKnownPath } from '@gatehouse/api/http';
import type { Logger } from '../logging/index.ts';
import type { RequestHandler } from './listener.ts';
import { sendJson, sendWaitingPage } from './plain-answers.ts';
import type { Readiness } from './readiness.ts';
import { type Actors, logRequest, pathOf } from './request-log.ts';

export { type ClientAddress, createClientAddress } from './client-address.ts';
export { ListenError, type Listener, listen, type RequestHandler } from './listener.ts';
export { sendWaitingPage } from './plain-answers.ts';
export { createReadiness, type Readiness } from './readiness.ts';
export { type Actors, createActors } from './request-log.ts';

export type Routes = {
  /** Absent where the role is: then there is nothing at its addresses. */
  api?: ApiHandler;
  web?: RequestHandler;
  readiness: () => Promise<Readiness>;
};

/** Which part of this process answers an address. */
export function createRequestHandler(routes: Routes, options: { log: Logger; actors: Actors }): RequestHandler {
  return (req, res) => {
    // One id through the log, the API and the dashboard's own calls.
    req.headers['x-request-id'] = requestIdOf(req.headers);
    logRequest(req, res, options);
    const path = pathOf(req);
    const isApi = path.startsWith('/api/') || path === wellKnownPath;
    if (path === '/healthz') sendJson(res, 200, { status: 'ok' });
    else if (path === '/readyz') void sendReadiness(res, routes.readiness);
    else if (isApi && routes.api) void routes.api(req, res);
    else if (!isApi && routes.web) routes.web(req, res);
    else sendJson(res, 404, { error: null, message: 'There is nothing at this address.' });
  };
}

async function sendReadiness(res: ServerResponse, look: Routes['readiness']): Promise<void> {
  const { isReady, ...facts } = await look();
  sendJson(res, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not-ready', ...facts });
}

/** For the time between listening and being ready. */
export function answerWhileStarting(req: IncomingMessage, res: ServerResponse): void {
  const path = pathOf(req);
  if (path === '/healthz') sendJson(res, 200, { status: 'ok' });
  else if (path === '/readyz') sendJson(res, 503, { status: 'starting' });
  else if (path.startsWith('/api/')) sendUnavailable(req, res);
  else sendWaitingPage(res, 'Gatehouse is starting. This takes a few seconds.');
}

function sendUnavailable(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('retry-after', '2');
  const error = { code: 'service_unavailable', message: 'Gatehouse is starting. Try again in a moment.', details: {} };
  sendJson(res, 503, { error, requestId: requestIdOf(req.headers) });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '@gatehouse/core/errors';
import { asOutage, isUnexpected } from '../trpc/index.ts';
import { sendError, setApiHeaders } from './answers.ts';
import { answerUnchanged, bundlePrefix, handleBundle } from './bundle-route.ts';
import type { ApiOptions, Exchange } from './options.ts';
import { handleRemote, isRemotePath } from './remote-routes.ts';
import { requestIdOf } from './request-id.ts';
import { handleTrpc, trpcPrefix } from './trpc-route.ts';

export type { Identity } from '../trpc/index.ts';
export type { ApiOptions } from './options.ts';
export { wellKnownPath } from './remote-routes.ts';
export { requestIdOf } from './request-id.ts';

export type ApiHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * Answers every request below `/api`, and those of coding agents that look for their configuration themselves. The
 * promise settles when the answer is complete or the client is gone; it never rejects.
 */
export function createApiHandler(options: ApiOptions): ApiHandler {
  return async (req, res) => {
    const requestId = requestIdOf(req.headers);
    try {
      const [path = '/', query] = (req.url ?? '/').split('?', 2);
      const exchange = { req, res, requestId, path, query: new URLSearchParams(query) };
      // What is asked most of all, with headers of its own: setting each alone takes longer than finding the answer.
      if (path.startsWith(bundlePrefix) && answerUnchanged(options, exchange)) return;
      setApiHeaders(res, requestId);
      await route(options, exchange);
    } catch (error) {
      answerFailure(options, { req, res, requestId }, error);
    }
  };
}

function route(options: ApiOptions, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  if (path.startsWith(trpcPrefix)) return handleTrpc(options, exchange);
  if (path.startsWith(bundlePrefix)) return handleBundle(options, exchange);
  if (isRemotePath(path)) return handleRemote(options, exchange);
  throw fail('not_found', 'There is nothing at this address.', { resource: 'route' });
}

function answerFailure(
  { services }: ApiOptions,
  { req, res, requestId }: Pick<Exchange, 'req' | 'res' | 'requestId'>,
  error: unknown,
): void {
  if (res.headersSent || req.destroyed) {
    res.destroy();
    return;
  }
  setApiHeaders(res, requestId);
  sendError(res, requestId, asOutage(error));
  if (isUnexpected(error)) services.log.error({ err: error, requestId }, 'A request failed');
}

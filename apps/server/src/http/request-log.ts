import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '@gatehouse/core/actor';
import type { Logger } from '../logging/index.ts';

/** Who a request turned out to be from. */
export type Actors = WeakMap<IncomingMessage, Actor>;

/** One line for each request, when it has been answered. The query is left out: it may hold what people typed. */
export function logRequest(req: IncomingMessage, res: ServerResponse, options: { log: Logger; actors: Actors }): void {
  const startedAt = performance.now();
  res.once('close', () => {
    const actor = options.actors.get(req);
    const path = pathOf(req);
    options.log.request(isNoise(path) ? 'debug' : 'info', {
      method: req.method,
      path,
      status: res.writableFinished ? res.statusCode : 499,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      requestId: String(req.headers['x-request-id']),
      ...(actor && actor.type !== 'anonymous' && { actor: actor.type === 'user' ? actor.userId : actor.name }),
    });
  });
}

export const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0] ?? '/';

const isNoise = (path: string): boolean => path.startsWith('/_next/') || path === '/healthz' || path === '/readyz';

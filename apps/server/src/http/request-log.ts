import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '@gatehouse/core/actor';
import type { Logger } from '../logging/index.ts';

/** Who a request turned out to be from. */
export type Actors = {
  get(req: IncomingMessage): Actor | undefined;
  set(req: IncomingMessage, actor: Actor): void;
};

/** On the request itself: a weak map with an entry for each request is dear to collect. */
export function createActors(): Actors {
  const place = Symbol('actor');
  type Placed = IncomingMessage & { [place]?: Actor };
  return {
    get: (req: Placed) => req[place],
    set: (req: Placed, actor) => {
      req[place] = actor;
    },
  };
}

/**
 * One line for each request, when it has been answered. The query is left out: it may hold what people typed. What tells
 * nobody anything, as that nothing has changed, is of the level `debug`.
 */
export function logRequest(req: IncomingMessage, res: ServerResponse, options: { log: Logger; actors: Actors }): void {
  const startedAt = performance.now();
  res.on('close', () => {
    const path = pathOf(req);
    const level = res.statusCode === 304 || isNoise(path) ? 'debug' : 'info';
    if (!options.log.isRequestLogged(level)) return;
    const actor = options.actors.get(req);
    options.log.request(level, {
      method: req.method,
      path,
      status: res.writableFinished ? res.statusCode : 499,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      requestId: String(req.headers['x-request-id']),
      actor: actor && nameOf(actor),
    });
  });
}

function nameOf(actor: Actor): string | undefined {
  if (actor.type === 'anonymous') return undefined;
  return actor.type === 'user' ? actor.userId : actor.name;
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

const isNoise = (path: string): boolean => path.startsWith('/_next/') || path === '/healthz' || path === '/readyz';

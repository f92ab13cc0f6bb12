import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => void;

export type Listener = {
  port: number;
  /** Answers from now on; requests that came before it was set got what `handle` did then. */
  handle: RequestHandler;
  /** Refuses new connections, ends event streams at once and waits for the other requests. */
  close(): Promise<void>;
};

/** Listens at once: a port that is taken is known before anything else was begun. */
export async function listen(options: { host: string; port: number }, handle: RequestHandler): Promise<Listener> {
  const open = new Set<ServerResponse>();
  const server = createServer((req, res) => {
    open.add(res);
    res.on('close', () => {
      open.delete(res);
      if (isClosing) server.closeIdleConnections();
    });
    if (isClosing) res.setHeader('connection', 'close');
    listener.handle(req, res);
  });
  // Longer than proxies in front keep an idle connection, so that they never use one that just ended.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  let isClosing = false;
  const listener: Listener = {
    port: await bind(server, options),
    handle,
    async close() {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const res of open) {
        if (isEventStream(res)) res.destroy();
        else if (!res.headersSent) res.setHeader('connection', 'close');
      }
      server.closeIdleConnections();
      await closed;
    },
  };
  return listener;
}

const isEventStream = (res: ServerResponse): boolean =>
  String(res.getHeader('content-type') ?? '').startsWith('text/event-stream');

function bind(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(host, port, error)));
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'something else listens there already. Stop it, or set GATEHOUSE_PORT to another port',
  EACCES: 'this user may not listen there. Set GATEHOUSE_PORT to a port from 1024 on',
  EADDRNOTAVAIL: 'this machine does not have that address. Set GATEHOUSE_HOST to one of its own',
  ENOTFOUND: 'there is no such host. Set GATEHOUSE_HOST to an address of this machine',
};

export class ListenError extends Error {
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    super(`Gatehouse cannot listen on ${host} port ${port}: ${reasons[cause.code ?? ''] ?? cause.message}.`, { cause });
    this.name = 'ListenError';
  }
}

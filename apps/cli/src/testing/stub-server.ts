import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorPayload } from '@gatehouse/contracts/errors';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { requestId, stubRouter, unauthenticated } from './stub-router.ts';
import { newStubState, type StubState } from './stub-state.ts';

export type StubServer = {
  url: string;
  state: StubState;
  reset(): void;
  /** Nothing listens until it is resumed. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
};

/** A real HTTP server with the API's surface as the command uses it: tRPC, and bundles over their own route. */
export async function startStubServer(): Promise<StubServer> {
  const stub = { state: newStubState() };
  const trpc = createHTTPHandler({
    router: stubRouter,
    basePath: '/api/trpc/',
    createContext: ({ req }) => ({ state: stub.state, token: tokenOf(req) }),
  });
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/api/trpc/')) return trpc(req, res);
    if (req.url?.startsWith('/api/v1/bundles/')) return sendBundle(stub.state, req, res);
    res.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    get state() {
      return stub.state;
    },
    reset() {
      stub.state = newStubState();
    },
    pause: stop,
    resume: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: stop,
  };
}

const tokenOf = (req: IncomingMessage): string | null =>
  /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? null;

function sendBundle(state: StubState, req: IncomingMessage, res: ServerResponse): void {
  const { pathname, searchParams } = new URL(req.url ?? '', 'http://stub');
  const format = pathname.split('/').at(-1) ?? '';
  const bundle = format === 'opencode' ? state.bundle : state.bundles[format]?.(searchParams.get('key') ?? 'inline');
  const error = state.failure
    ? state.failure.payload
    : state.tokens.has(tokenOf(req) ?? '')
      ? (state.bundleFailure ?? (bundle ? undefined : formatUnknown(format)))
      : unauthenticated;
  const etag = `"${bundle?.revision}"`;
  const status = error !== undefined ? statusOf(error) : isSame(req, etag) ? 304 : 200;
  state.bundleAnswers.push(status);
  res.writeHead(status, { 'content-type': 'application/json', etag, 'cache-control': 'private, no-cache' });
  if (status === 304) res.end();
  else res.end(JSON.stringify(error === undefined ? bundle : { error, requestId }));
}

const isSame = (req: IncomingMessage, etag: string): boolean => req.headers['if-none-match'] === etag;

const formatUnknown = (format: string): ErrorPayload => {
  return { code: 'format_unknown', message: `There is no bundle format “${format}”.`, details: { format } };
};

const statusOf = (error: ErrorPayload | null): number =>
  error?.code === 'unauthenticated' ? 401 : error?.code === 'no_client_key' ? 412 : 500;

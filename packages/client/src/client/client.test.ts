import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ApiError, createClient, isApiError } from './index.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

/** A client of a server that answers everything in one way. */
async function clientOf(answer: RequestListener, options: { token?: string } = {}) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseUrl, client: createClient({ baseUrl: `${baseUrl}/`, ...options }) };
}

const errorOf = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isApiError(error)) throw new Error(`This is no ApiError: ${String(error)}`);
  return error;
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => {
  return (req, res) => {
    req.resume();
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};

const payload = { code: 'no_gateway', message: 'There is no gateway yet.', details: {} };
const trpcError = (error: unknown) => ({
  error: { json: { message: 'x', code: -32603, data: { code: 'x', httpStatus: 412, error, requestId: 'request-1' } } },
});

describe('a call', () => {
  it('carries the token and further headers, and nothing else in the address', async () => {
    let seen: { url?: string | undefined; authorization?: string | undefined } = {};
    const { client } = await clientOf(
      (req, res) => {
        seen = { url: req.url, authorization: req.headers.authorization };
        json(412, trpcError(payload))(req, res);
      },
      { token: 'ghc_test' },
    );
    await errorOf(client.gateways.list.query());
    expect(seen.authorization).toBe('Bearer ghc_test');
    expect(seen.url).toMatch(/^\/api\/trpc\/gateways\.list\?batch=1/);
  });

  it('throws an answered error with its payload, kind and request', async () => {
    const { client } = await clientOf(json(412, trpcError(payload)));
    const error = await errorOf(client.clientKeys.create.mutate({ name: 'Laptop' }));
    expect(error).toMatchObject({
      name: 'ApiError',
      message: payload.message,
      payload,
      kind: 'precondition',
      requestId: 'request-1',
      status: 412,
    });
  });

  it('names the request of an internal error', async () => {
    const { client } = await clientOf(json(500, trpcError(null)));
    const error = await errorOf(client.gateways.list.query());
    expect(error).toMatchObject({ payload: null, kind: 'internal', requestId: 'request-1' });
    expect(error.message).toContain('request-1');
  });

  it('says that nothing listens', async () => {
    const { client, baseUrl } = await clientOf(json(200, {}));
    server?.closeAllConnections();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    server = undefined;
    const error = await errorOf(client.gateways.list.query());
    expect(error).toMatchObject({ payload: null, kind: 'unavailable', status: null, requestId: null });
    expect(error.message).toBe(
      `Gatehouse at ${baseUrl} cannot be reached: nothing listens there. Check the address and your connection.`,
    );
  });

  it('says that the connection was closed', async () => {
    const { client } = await clientOf((req) => req.socket.destroy());
    expect((await errorOf(client.gateways.list.query())).message).toContain('the connection was closed');
  });

  it('says that something else answers', async () => {
    for (const status of [200, 404, 502]) {
      const { client } = await clientOf((_, res) => {
        res.writeHead(status, { 'content-type': 'text/html' });
        res.write('<html><h1>Something</h1>');
        res.end(`${'<p>else</p>'.repeat(5000)}</html>`);
      });
      const error = await errorOf(client.gateways.list.query());
      expect(error.kind).toBe('unavailable');
      expect(error.status).toBe(status);
      expect(error.message).toContain(status === 502 ? 'does not answer: what is before it' : 'is not Gatehouse');
      server?.closeAllConnections();
      await new Promise<void>((resolve) => server?.close(() => resolve()));
      server = undefined;
    }
  });

  it('says that it is asked by https and does not speak that', async () => {
    const { baseUrl } = await clientOf((_, res) => void res.end());
    const error = await errorOf(createClient({ baseUrl: baseUrl.replace('http:', 'https:') }).gateways.list.query());
    expect(error.message).toContain('it does not speak https');
  });

  it('sends no more than ten calls in one request', async () => {
    const sizes: number[] = [];
    const { client } = await clientOf((req, res) => {
      sizes.push((req.url ?? '').split('?')[0]?.split(',').length ?? 0);
      json(412, trpcError(payload))(req, res);
    });
    await Promise.all(Array.from({ length: 23 }, () => errorOf(client.gateways.list.query())));
    expect(sizes.sort((a, b) => b - a)).toEqual([10, 10, 3]);
  });
});

describe('bundles.fetch', () => {
  const revision = 'a'.repeat(64);
  const bundle = {
    format: 'opencode',
    revision,
    gateway: { id: '01890000-0000-7000-8000-000000000000', name: 'Team', baseUrl: 'http://gateway.example.com' },
    files: [],
    notes: [],
    pendingNotes: [],
    isStale: false,
    modelCount: 0,
  };

  it('asks for what changed since a revision', async () => {
    let seen: unknown;
    const { client } = await clientOf(
      (req, res) => {
        seen = [req.url, req.headers['if-none-match'], req.headers.authorization];
        res.writeHead(304);
        res.end();
      },
      { token: 'ghc_test' },
    );
    const answer = await client.bundles.fetch({ format: 'opencode', gatewayId: bundle.gateway.id, revision });
    expect(answer).toEqual({ status: 'not-modified' });
    expect(seen).toEqual([`/api/v1/bundles/opencode?gateway=${bundle.gateway.id}`, `"${revision}"`, 'Bearer ghc_test']);
  });

  it('answers the bundle', async () => {
    const { client } = await clientOf(json(200, bundle));
    expect(await client.bundles.fetch({ format: 'opencode' })).toEqual({ status: 'ok', bundle });
  });

  it('throws what was answered instead', async () => {
    const { client } = await clientOf(json(412, { error: payload, requestId: 'request-2' }));
    const error = await errorOf(client.bundles.fetch({ format: 'opencode' }));
    expect(error).toMatchObject({ payload, kind: 'precondition', requestId: 'request-2', status: 412 });
  });

  it('refuses a bundle that is none', async () => {
    const { client } = await clientOf(json(200, { ...bundle, revision: 'short' }));
    expect((await errorOf(client.bundles.fetch({ format: 'opencode' }))).message).toContain('is not Gatehouse');
  });
});

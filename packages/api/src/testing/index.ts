import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scope } from '@gatehouse/contracts/permissions';
import { type Actor, anonymous, type UserActor } from '@gatehouse/core/actor';
import type { Services } from '@gatehouse/core/context';
import superjson from 'superjson';
import { createApiHandler, type Identity } from '../http/index.ts';

export const ownOrigin = 'http://localhost:3000';
export const extraOrigin = 'https://other.example.com';

export type Caller = Identity | null;

export type CallOptions = {
  as?: Caller;
  type?: 'query' | 'mutation';
  input?: unknown;
  headers?: Record<string, string>;
};

export type Answer = {
  status: number;
  /** The whole answer as it went over the wire. */
  text: string;
  headers: Headers;
  data: unknown;
  error: { code: string; message: string; details: Record<string, unknown> } | null;
  message: string | null;
  requestId: string | null;
};

export type TestApi = {
  url: string;
  /** One procedure over HTTP. A cookie session sends the own origin unless the headers say something else. */
  call(path: string, options?: CallOptions): Promise<Answer>;
  fetch(path: string, options?: { as?: Caller } & RequestInit): Promise<Response>;
  close(): Promise<void>;
};

export const browser = (actor: UserActor): Identity => ({ actor, credential: 'cookie' });
export const bearer = (actor: UserActor, scopes: readonly Scope[]): Identity => ({
  actor: { ...actor, via: { type: 'token', tokenId: '01890000-0000-7000-8000-000000000000', scopes } },
  credential: 'token',
});
export const dashboard: Identity = { actor: { type: 'service', name: 'web' }, credential: 'service-token' };
/** A cookie that is no session any more. */
export const endedSession: Identity = { actor: anonymous, credential: 'cookie' };

/** The real handler behind a real server. A header names the caller in place of a cookie or token. */
export async function startTestApi(services: Services, authenticate?: () => Promise<Identity>): Promise<TestApi> {
  const callers: Identity[] = [];
  const handle = createApiHandler({
    services,
    origins: { own: ownOrigin, extra: new Set([extraOrigin]) },
    clientAddress: () => '192.0.2.7',
    async authenticate(req) {
      if (authenticate) return authenticate();
      const index = req.headers['x-test-caller'];
      return callers[Number(index)] ?? { actor: anonymous as Actor, credential: 'none' };
    },
  });
  const server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headersOf = (as: Caller | undefined): Record<string, string> =>
    as ? { 'x-test-caller': String(callers.push(as) - 1) } : {};
  return {
    url,
    call: async (path, options = {}) => {
      const { as, input, type = 'query' } = options;
      const text = input === undefined ? undefined : JSON.stringify(superjson.serialize(input));
      const origin: Record<string, string> = as?.credential === 'cookie' ? { origin: ownOrigin } : {};
      const headers = { ...origin, ...headersOf(as), ...options.headers };
      const response =
        type === 'query'
          ? await fetch(`${url}/api/trpc/${path}${text ? `?input=${encodeURIComponent(text)}` : ''}`, { headers })
          : await fetch(`${url}/api/trpc/${path}`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...headers },
              ...(text !== undefined && { body: text }),
            });
      return readAnswer(response);
    },
    fetch: (path, { as, ...init } = {}) =>
      fetch(`${url}${path}`, { ...init, headers: { ...headersOf(as), ...(init.headers as Record<string, string>) } }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = JSON.parse(text);
  const failure = json.error ? (superjson.deserialize(json.error) as Record<string, never>) : null;
  const data = (failure?.data ?? {}) as { error?: Answer['error']; requestId?: string };
  return {
    status: response.status,
    text,
    headers: response.headers,
    data: json.result ? superjson.deserialize(json.result.data) : undefined,
    error: data.error ?? null,
    message: failure ? String(failure.message) : null,
    requestId: data.requestId ?? null,
  };
}

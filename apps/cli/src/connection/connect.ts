import type { Client } from '@gatehouse/client/client';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { rememberSecret } from '../terminal/redact.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { chooseFetch } from './proxy.ts';
import { parseServerUrl } from './server-url.ts';
import { noteServerVersion } from './server-version.ts';

export type Connection = { url: string; client: Client };

/** A request that is not answered by then is given up; the longest wait that the server offers is 10 s. */
const requestTimeoutMs = 30_000;

/** The server and the token that the invocation means. A stored token is only ever sent to the server that gave it. */
export async function connect(invocation: Invocation): Promise<Connection> {
  const { env, folders } = invocation;
  const fromEnvironment = env.GATEHOUSE_TOKEN?.trim();
  const named = namedServer(invocation);
  // With both given by the environment or a flag, what is stored does not matter, not even if it is damaged.
  const isStoreNeeded = !fromEnvironment || !named;
  const credentials: Credentials = isStoreNeeded
    ? await readCredentials(folders.config)
    : { current: null, servers: {} };
  const url = chooseServer(invocation, credentials);
  const token = fromEnvironment || credentials.servers[url]?.token;
  if (!token) {
    throw new Failure('unauthenticated', `You are not signed in to ${url}.`, {
      advice: `Run: gatehouse login --url ${url} (in scripts, set GATEHOUSE_TOKEN)`,
    });
  }
  return { url, client: await openClient(invocation, url, token) };
}

export const namedServer = ({ options, env }: Invocation): string | undefined =>
  options.url?.trim() || env.GATEHOUSE_URL?.trim() || undefined;

/** The address given by the flag or the environment, else the one that was signed in to last. */
export function chooseServer(invocation: Invocation, credentials: Credentials): string {
  const text = namedServer(invocation) ?? credentials.current;
  if (!text) {
    throw new Failure('invalid', 'No Gatehouse server is known yet.', {
      advice: 'Run: gatehouse login --url https://gatehouse.example.com (or set GATEHOUSE_URL)',
    });
  }
  const normal = parseServerUrl(text, { isInsecureHttpAllowed: true });
  const isInsecureHttpAllowed =
    invocation.options.insecureHttp === true || credentials.servers[normal]?.isInsecureHttpAllowed === true;
  return parseServerUrl(text, { isInsecureHttpAllowed });
}

export async function openClient(invocation: Invocation, url: string, token?: string): Promise<Client> {
  if (token) {
    rememberSecret(token);
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new Failure('invalid', 'The access token holds characters that no token has.', {
        advice: 'Check GATEHOUSE_TOKEN, or run: gatehouse login',
      });
    }
  }
  const { createClient } = await import('@gatehouse/client/client');
  const fetch = await chooseFetch(invocation.env);
  return createClient({
    baseUrl: url,
    token,
    headers: { 'user-agent': `gatehouse-cli/${invocation.version}` },
    // A redirect would carry the token, or a key that is being contributed, to a server that nobody named.
    fetch: async (input, init) => {
      const signal = isStream(init) ? (init?.signal ?? null) : withTimeout(init?.signal ?? undefined);
      const response = await fetch(input, { ...init, redirect: 'manual', signal });
      noteServerVersion(invocation, response.headers.get('x-gatehouse-version'));
      return response;
    },
  });
}

/** Changes are followed for as long as the connection lives. */
const isStream = (init: RequestInit | undefined): boolean =>
  new Headers(init?.headers).get('accept') === 'text/event-stream';

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

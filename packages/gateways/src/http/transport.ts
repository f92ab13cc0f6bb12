import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { type AddressPolicy, AddressRefused, guardedLookup, refuseLiteral } from '../address-guard/index.ts';

const connectTimeoutMs = 2_000;
const maxBodyBytes = 32 * 1024 * 1024;
const userAgent = 'gatehouse/0.1.0';

export type Answer = { ok: true; status: number; headers: IncomingHttpHeaders; body: string };
/** `isSent: false` means that the gateway certainly did not see the request. */
export type Failure = {
  ok: false;
  reason: 'address-refused' | 'refused' | 'not-found' | 'connect' | 'tls' | 'timeout' | 'reset' | 'too-large';
  isSent: boolean;
  detail: string;
};

/** One call as a benchmark or a log may see it: the path without query, never a header or a body. */
export type CallRecord = { method: string; path: string; status: number | null; ms: number };

export type TransportOptions = {
  baseUrl: string;
  addressPolicy: AddressPolicy;
  timeoutMs: number;
  /** Which process calls; follows the product's name in the user agent, for the gateway's log. */
  processName?: string | undefined;
  onCall?: ((call: CallRecord) => void) | undefined;
};

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
export type Call = {
  method: Method;
  path: string;
  /** Apart from the path, so that no record of a call holds it. */
  query?: Record<string, string>;
  bearer?: string;
  json?: unknown;
  /** Sent as it is, in place of `json`. */
  text?: string;
  /**
   * Whoever asks again does not get the same. It goes over a connection of its own: what a connection that was kept too
   * long loses could not be told from an answer that was lost.
   */
  isOnce?: true;
};

/** A small HTTP client for one gateway: checked addresses, bounded time and size, no redirects, no proxy settings. */
export class Transport {
  readonly #base: URL;
  readonly #options: TransportOptions;
  readonly #agent: http.Agent;
  readonly #onceAgent: http.Agent;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
    const module = this.#base.protocol === 'https:' ? https : http;
    const lookup = guardedLookup(options.addressPolicy);
    this.#agent = new module.Agent({ keepAlive: true, maxSockets: 8, timeout: 30_000, lookup });
    this.#onceAgent = new module.Agent({ keepAlive: false, timeout: 30_000, lookup });
  }

  /** Never rejects. A GET that dies on a kept-alive connection which the gateway had closed is tried once more. */
  async send(call: Call): Promise<Answer | Failure> {
    const startedAt = performance.now();
    let { result, isStale } = await this.#attempt(call);
    if (isStale && call.method === 'GET') ({ result, isStale } = await this.#attempt(call));
    this.#options.onCall?.({
      method: call.method,
      path: call.path,
      status: result.ok ? result.status : null,
      ms: performance.now() - startedAt,
    });
    return result;
  }

  #attempt(call: Call): Promise<{ result: Answer | Failure; isStale: boolean }> {
    try {
      refuseLiteral(this.#options.addressPolicy, this.#base.hostname);
    } catch (error) {
      return Promise.resolve({ result: failureOf(error, false), isStale: false });
    }
    return new Promise((resolve) => this.#start(call, resolve));
  }

  #start(call: Call, resolve: (value: { result: Answer | Failure; isStale: boolean }) => void): void {
    const url = new URL(call.path.replace(/^\//, ''), this.#base);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    const content = call.text ?? (call.json === undefined ? undefined : JSON.stringify(call.json));
    const body = content === undefined ? undefined : Buffer.from(content);
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: call.method,
      agent: call.isOnce ? this.#onceAgent : this.#agent,
      headers: headersOf(call, body, this.#options.processName),
    });
    let isConnected = false;
    const deadline = setTimeout(() => giveUp(), this.#options.timeoutMs);
    request.once('socket', (socket: Socket) => {
      isConnected = !socket.connecting;
      if (!socket.connecting) return;
      const patience = setTimeout(() => giveUp(), connectTimeoutMs);
      socket.once('connect', () => {
        isConnected = true;
        clearTimeout(patience);
      });
      socket.once('close', () => clearTimeout(patience));
    });
    const settle = (result: Answer | Failure, isStale = false) => {
      clearTimeout(deadline);
      resolve({ result, isStale });
    };
    const giveUp = () => {
      settle(failureOf(timeoutError(), isConnected));
      request.destroy();
    };
    request.on('error', (error) => settle(failureOf(error, isConnected), isStaleSocket(request, error)));
    request.once('response', (response) => readBody(response, settle));
    request.end(body);
  }
}

function headersOf(call: Call, body: Buffer | undefined, processName: string | undefined): http.OutgoingHttpHeaders {
  return {
    'user-agent': processName === undefined ? userAgent : `${userAgent} (${processName})`,
    accept: 'application/json',
    // Node writes header strings as latin1; the gateway compares bytes.
    ...(call.bearer === undefined ? {} : { authorization: `Bearer ${Buffer.from(call.bearer).toString('latin1')}` }),
    ...(body ? { 'content-type': contentType(call), 'content-length': body.length } : {}),
  };
}

const contentType = (call: Call): string => (call.text === undefined ? 'application/json' : 'application/yaml');

function readBody(response: IncomingMessage, settle: (result: Answer | Failure) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBodyBytes) response.destroy(Object.assign(new Error('too large'), { code: 'ETOOLARGE' }));
    else chunks.push(chunk);
  });
  response.on('error', (error) => settle(failureOf(error, true)));
  response.once('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    settle({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body });
  });
}

const timeoutError = () => Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function isStaleSocket(request: http.ClientRequest, error: unknown): boolean {
  return request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

function failureOf(error: unknown, isSent: boolean): Failure {
  const code = codeOf(error);
  if (error instanceof AddressRefused)
    return { ok: false, reason: 'address-refused', isSent: false, detail: error.what };
  if (code === 'ETOOLARGE') return { ok: false, reason: 'too-large', isSent, detail: code };
  if (code === 'ETIMEDOUT') return { ok: false, reason: isSent ? 'timeout' : 'connect', isSent, detail: code };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { ok: false, reason: 'not-found', isSent: false, detail: code };
  if (code === 'ECONNREFUSED') return { ok: false, reason: 'refused', isSent: false, detail: code };
  if (
    code.includes('CERT') ||
    code.includes('SSL') ||
    code.includes('TLS') ||
    code.startsWith('UNABLE_TO') ||
    code === 'EPROTO'
  )
    return { ok: false, reason: 'tls', isSent: false, detail: code };
  return { ok: false, reason: isSent ? 'reset' : 'connect', isSent, detail: code };
}

import http from 'node:http';
import https from 'node:https';
import { type AddressPolicy, AddressRefused, guardedLookup, refuseLiteral } from '../address-guard/index.ts';

const deadlineMs = 8_000;
const maxBodyBytes = 2 * 1024 * 1024;
const maxModels = 500;

export type DiscoveryRequest = {
  /** Of an OpenAI-compatible API; `/models` is asked below it. */
  baseUrl: string;
  apiKey?: string | undefined;
  headers?: Record<string, string>;
  addressPolicy: AddressPolicy;
  deadlineMs?: number;
};

export type Discovery =
  | { ok: true; models: { id: string; ownedBy: string | null }[]; isTruncated: boolean }
  | { ok: false; message: string };

/**
 * Asks a provider for its models, in the form of OpenAI's `GET /models`. Bounded in time and size, to checked addresses
 * only, and never on to where it redirects: the key is for the address that the person typed. No sentence repeats what
 * the provider answered.
 */
export async function discoverModels(request: DiscoveryRequest): Promise<Discovery> {
  const url = new URL(`${request.baseUrl.replace(/\/+$/, '')}/models`);
  try {
    refuseLiteral(request.addressPolicy, url.hostname);
    return readAnswer(await get(url, request));
  } catch (error) {
    return { ok: false, message: sentenceFor(error) };
  }
}

type Answer = { status: number; body: string };

function get(url: URL, { apiKey, headers = {}, addressPolicy, ...options }: DiscoveryRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'GET',
      // Its own connection: nothing of one person's request is left for another's.
      agent: false,
      lookup: guardedLookup(addressPolicy),
      headers: {
        ...headers,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'gatehouse/0.1.0',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
    });
    const fail = (error: Error) => {
      clearTimeout(deadline);
      reject(error);
      request.destroy();
    };
    const deadline = setTimeout(() => fail(failure('ETIMEDOUT')), options.deadlineMs ?? deadlineMs);
    request.on('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBodyBytes) fail(failure('ETOOLARGE'));
        else chunks.push(chunk);
      });
      response.once('end', () => {
        clearTimeout(deadline);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.end();
  });
}

const failure = (code: string) => Object.assign(new Error(code), { code });

function readAnswer({ status, body }: Answer): Discovery {
  if (status >= 300 && status < 400)
    return { ok: false, message: 'The provider redirects to another address. Enter that one as the base URL.' };
  if (status === 401 || status === 403) return { ok: false, message: 'The provider refused the key.' };
  if (status === 404)
    return {
      ok: false,
      message: 'The provider has no list of models there. Check the base URL: it usually ends in /v1.',
    };
  if (status !== 200) return { ok: false, message: `The provider did not list its models (HTTP ${status}).` };
  const ids = parseModels(body);
  if (!ids) return { ok: false, message: 'The provider answered with something that is no list of models.' };
  return { ok: true, models: ids.slice(0, maxModels), isTruncated: ids.length > maxModels };
}

function parseModels(body: string): { id: string; ownedBy: string | null }[] | null {
  const list = listIn(body);
  if (!list) return null;
  const found = new Map<string, string | null>();
  for (const item of list) {
    if (typeof item !== 'object' || item === null) continue;
    const { id, owned_by } = item as { id?: unknown; owned_by?: unknown };
    if (typeof id !== 'string' || !/^[^\s\p{Cc}]{1,200}$/u.test(id)) continue;
    found.set(id, typeof owned_by === 'string' && owned_by !== '' ? owned_by.slice(0, 80) : null);
  }
  return [...found].map(([id, ownedBy]) => ({ id, ownedBy })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** `{ data: […] }`, or the bare list that some servers give. */
function listIn(body: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(body);
    if (Array.isArray(value)) return value;
    const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : null;
    return Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof AddressRefused)
    return `The address leads to ${error.what}, where Gatehouse does not send requests for you.`;
  switch (error instanceof Error && 'code' in error ? error.code : '') {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The name in the address cannot be resolved. Check it for a typing error.';
    case 'ECONNREFUSED':
      return 'Nothing listens at this address.';
    case 'ETIMEDOUT':
      return 'The provider did not answer in time.';
    case 'ETOOLARGE':
      return 'The provider’s answer is too large to be a list of models.';
    default:
      return 'The provider could not be reached.';
  }
}

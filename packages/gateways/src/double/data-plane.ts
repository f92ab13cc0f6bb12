import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from './access.ts';
import type { Auth, LiveModel } from './auths.ts';
import { answerChat, answerGemini, answerMessages, answerResponses, type Canned, type Exchange } from './canned.ts';
import { anthropicModels, geminiModels, openaiModels } from './model-lists.ts';
import type { Profile } from './profile.ts';
import { empty, json, type Reply } from './reply.ts';
import type { Live } from './store.ts';
import { usageRecord } from './usage-record.ts';

export type DataRequest = {
  message: IncomingMessage;
  url: URL;
  body: string;
  live: Live;
  profile: Profile;
  providerFailure: { status: number; body?: string } | null;
  random: () => number;
  publish: (id: string, raw: string) => void;
};

const exampleKeys = ['your-api-key-1', 'your-api-key-2', 'your-api-key-3'];

/** Everything that is not management: health, banner, models and completions with canned answers. */
export function serve(request: DataRequest): Reply {
  const { message, url, live } = request;
  const isRead = message.method === 'GET' || message.method === 'HEAD';
  if (url.pathname === '/healthz' && isRead) return json(200, { status: 'ok' });
  if (url.pathname === '/' && isRead)
    return json(200, {
      endpoints: ['POST /v1/chat/completions', 'POST /v1/completions', 'GET /v1/models'],
      message: 'CLI Proxy API Server',
    });
  if (!/^\/(v1|v1beta)\//.test(url.pathname)) return empty(404);
  const route = routeOf(message.method ?? '', url.pathname);
  if (!route) return empty(404);
  if (exampleKeys.some((key) => live.keys.has(key)))
    return {
      ...json(403, { error: 'unsafe_example_api_key', message: 'Replace the example API key before use.' }),
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-cpa-safe-mode': 'example-api-key' },
    };
  const admission = admit(request);
  if (!admission.ok) return admission.reply;
  return route(request, admission.key);
}

type Route = (request: DataRequest, key: string) => Reply;

function routeOf(method: string, path: string): Route | null {
  if (method === 'GET' && path === '/v1/models') return listModels;
  if (method === 'GET' && path === '/v1beta/models') return ({ live }) => json(200, geminiModels(allModels(live)));
  if (method !== 'POST') return null;
  if (path === '/v1/chat/completions') return complete(answerChat);
  if (path === '/v1/messages') return complete(answerMessages);
  if (path === '/v1/responses') return complete(answerResponses);
  return /^\/v1beta\/models\/.+:(generateContent|streamGenerateContent)$/.test(path) ? complete(answerGemini) : null;
}

/** No usable key at the gateway means that everybody is let in. */
function admit({ message, url, live }: DataRequest): { ok: true; key: string } | { ok: false; reply: Reply } {
  if (live.keys.size === 0) return { ok: true, key: '' };
  const header = message.headers.authorization ?? '';
  const candidates = [
    /^bearer /i.test(header) ? header.slice(7).trim() : header,
    message.headers['x-goog-api-key'],
    message.headers['x-api-key'],
    url.searchParams.get('key'),
    url.searchParams.get('auth_token'),
  ].filter((value): value is string => typeof value === 'string' && value !== '');
  const key = candidates.find((candidate) => live.keys.has(candidate));
  if (key !== undefined) return { ok: true, key };
  return { ok: false, reply: json(401, { error: candidates.length === 0 ? 'Missing API key' : 'Invalid API key' }) };
}

/** Each offered model once, whatever the number of credentials behind it. */
function allModels(live: Live): LiveModel[] {
  return [...new Map(live.auths.flatMap(({ models }) => models.map((model) => [model.id, model] as const))).values()];
}

function listModels({ message, live, random }: DataRequest): Reply {
  const models = allModels(live);
  const agent = message.headers['user-agent'] ?? '';
  if (message.headers['anthropic-version'] || agent.startsWith('claude-cli')) return json(200, anthropicModels(models));
  return json(200, openaiModels(shuffled(models, random)));
}

function shuffled<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

type Found = { auth: Auth; model: LiveModel };

const complete =
  (answer: (exchange: Exchange) => Canned): Route =>
  (request, key) => {
    const asked = readRequest(request);
    if (!asked) return json(400, { error: { message: 'Invalid request body', type: 'invalid_request_error' } });
    const [found, ...others] = credentialsFor(request.live, asked.model);
    if (!found) return unknownModel(asked.model);
    const requestId = randomBytes(4).toString('hex');
    const heard = { request, key, requestId, alias: asked.model };
    const failure = request.providerFailure;
    if (failure) return failed(heard, [found, ...others], failure);
    const canned = answer({
      ...asked,
      model: found.model.upstream,
      created: Math.floor(Date.now() / 1000),
      id: randomBytes(6).toString('hex'),
    });
    return {
      status: 200,
      headers: {
        'content-type': canned.chunks ? 'text/event-stream' : 'application/json; charset=utf-8',
        'x-cpa-trace-id': traceId(found, requestId),
      },
      body: canned.body,
      ...(canned.chunks ? { chunks: canned.chunks } : {}),
      after: () => publish(heard, found, canned, null),
    };
  };

const traceId = ({ auth }: Found, requestId: string): string =>
  `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${auth.index}-${requestId}`;

type Heard = { request: DataRequest; key: string; requestId: string; alias: string };

/** One credential after the other is tried; what the last one answered goes to the client. */
function failed(heard: Heard, tried: readonly Found[], failure: { status: number; body?: string }): Reply {
  const body = failure.body ?? JSON.stringify({ error: { message: 'the provider says no' } });
  const last = tried.at(-1);
  return {
    status: failure.status,
    headers: {
      'content-type': 'application/json',
      ...(last ? { 'x-cpa-trace-id': traceId(last, heard.requestId) } : {}),
    },
    body,
    after: () => {
      for (const found of tried) publish(heard, found, null, { status: failure.status, body });
    },
  };
}

function readRequest({ url, body }: DataRequest): { model: string; isStream: boolean; prompt: string } | null {
  try {
    const value = JSON.parse(body) as { model?: unknown; stream?: unknown };
    const inPath = /^\/v1beta\/models\/(.+):(\w+)$/.exec(url.pathname);
    const model = inPath ? inPath[1] : value.model;
    if (typeof model !== 'string') return null;
    return { model, isStream: value.stream === true || inPath?.[2] === 'streamGenerateContent', prompt: body };
  } catch {
    return null;
  }
}

function credentialsFor(live: Live, id: string): Found[] {
  return live.auths.flatMap((auth) => {
    const model = auth.models.find((item) => item.id === id);
    return model ? [{ auth, model }] : [];
  });
}

const unknownModel = (model: string): Reply =>
  json(400, {
    error: {
      message: `unknown provider for model ${model}`,
      type: 'invalid_request_error',
      code: 'model_not_found',
      param: 'model',
    },
  });

function publish(
  { request, key, requestId, alias }: Heard,
  { auth, model }: Found,
  canned: Canned | null,
  failure: { status: number; body: string } | null,
): void {
  const { live, message, url, profile } = request;
  auth.counters[failure ? 'failed' : 'success'] += 1;
  if (!live.isUsageOn) return;
  const attempt = {
    auth,
    alias,
    upstream: model.upstream,
    endpoint: `${message.method} ${url.pathname.startsWith('/v1beta/models/') ? '/v1beta/models/*action' : url.pathname}`,
    apiKey: key,
    requestId,
    counts: { input: canned?.inputTokens ?? 0, output: canned?.outputTokens ?? 0 },
    failure,
    startedAt: new Date(),
    clientIp: clientAddress(message),
    userAgent: message.headers['user-agent'] ?? '',
  };
  request.publish(requestId, JSON.stringify(usageRecord(attempt, profile)));
}

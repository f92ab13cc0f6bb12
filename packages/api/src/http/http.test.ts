import { request } from 'node:http';
import { createTestServices, type TestServices } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/index.ts';

let base: TestServices;
let api: TestApi;
beforeAll(async () => {
  base = await createTestServices();
  api = await startTestApi(base.services);
});
afterAll(async () => {
  await api?.close();
  await base?.destroy();
});

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  api.fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

const errorOf = async (response: Response) => {
  const json = await response.json();
  const [first] = Array.isArray(json) ? json : [json];
  return first.error.json as { message: string; data: { error: { code: string; details: object }; requestId: string } };
};

describe('every answer', () => {
  it('carries the headers of an API and the id of the request', async () => {
    const { headers } = await api.fetch('/api/trpc/setup.status');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });

  it('keeps a plain id that the caller gave, and no other', async () => {
    const ask = async (id: string) =>
      (await api.fetch('/api/trpc/setup.status', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await ask('caller-id-1234')).toBe('caller-id-1234');
    for (const id of ['short', 'with space in it', 'x'.repeat(65), 'quote"quote"']) expect(await ask(id)).not.toBe(id);
  });
});

describe('what cannot be answered', () => {
  it('says that there is no such procedure or address', async () => {
    expect((await errorOf(await api.fetch('/api/trpc/nothing.here'))).data.error.code).toBe('not_found');
    const response = await api.fetch('/api/v2/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' }, requestId: expect.any(String) });
  });

  it('refuses a larger batch than ten calls, with its id', async () => {
    const paths = Array<string>(11).fill('setup.status').join(',');
    const response = await api.fetch(`/api/trpc/${paths}?batch=1`, { headers: { 'x-request-id': 'batch-0001' } });
    expect(response.status).toBe(400);
    const { data } = await errorOf(response);
    expect(data).toMatchObject({ error: { code: 'batch_too_large', details: { limit: 10 } }, requestId: 'batch-0001' });
    const ten = await api.fetch(`/api/trpc/${paths.slice(0, -13)}?batch=1`);
    expect(ten.status).toBe(200);
  });

  it('refuses a body of more than 1 MiB that says so', async () => {
    const response = await post('/api/trpc/setup.claim', JSON.stringify({ json: { name: 'x'.repeat(1024 * 1024) } }));
    expect(response.status).toBe(413);
    expect((await errorOf(response)).data.error.code).toBe('invalid_input');
  });

  it('refuses a body of more than 1 MiB that does not say so', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL('/api/trpc/setup.claim', api.url);
      const req = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (res) => {
        resolve(res.statusCode);
        req.destroy();
      });
      req.on('error', reject);
      for (let index = 0; index < 20; index += 1) req.write('x'.repeat(64 * 1024));
    });
    expect(status).toBe(413);
  });

  it('refuses what is not JSON', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('/api/trpc/setup.claim', 'a=b', form)).status).toBe(415);
    expect((await post('/api/trpc/setup.claim', 'a=b', { 'content-type': 'text/plain' })).status).toBe(415);
    const response = await post('/api/trpc/setup.claim', '{"json":');
    expect(response.status).toBe(400);
    const { message, data } = await errorOf(response);
    expect(data.error.code).toBe('invalid_input');
    expect(message).not.toContain('JSON at position');
  });

  it('names each field that does not fit, and nothing that was typed', async () => {
    const canary = 'canary-password';
    const response = await post('/api/trpc/setup.claim', JSON.stringify({ json: { token: 'x', password: canary } }));
    const text = await response.text();
    expect(text).not.toContain(canary);
    const { fields } = JSON.parse(text).error.json.data.error.details;
    expect(Object.keys(fields).sort()).toEqual(['email', 'name', 'token']);
  });

  it('hides what went wrong inside, and logs it once under the id of the request', async () => {
    const broken = new Error('connection to postgresql://user:canary@host failed');
    const failing = await startTestApi({
      ...base.services,
      cache: { ...base.services.cache, get: () => Promise.reject(broken) },
    });
    base.logged.length = 0;
    const answer = await failing.call('setup.status');
    await failing.close();
    expect(answer).toMatchObject({ status: 500, error: null, message: 'Internal error' });
    expect(answer.text).not.toContain('canary');
    const lines = base.logged.filter(({ level }) => level === 'error');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.facts).toMatchObject({ err: broken, procedure: 'setup.status', requestId: answer.requestId });
  });
});

describe('a database that is away', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const away = () => ({ ...base.services, cache: { ...base.services.cache, get: () => Promise.reject(refused) } });

  it('is told to who reads', async () => {
    const failing = await startTestApi(away());
    const answer = await failing.call('setup.status');
    await failing.close();
    expect(answer).toMatchObject({ status: 503, error: { code: 'service_unavailable' } });
  });

  it('is told to everybody while it is not even known who asks', async () => {
    const failing = await startTestApi(base.services, () => Promise.reject(refused));
    for (const type of ['query', 'mutation'] as const) {
      const answer = await failing.call(type === 'query' ? 'users.list' : 'sessions.revoke', { type, input: {} });
      expect(answer).toMatchObject({ status: 503, error: { code: 'service_unavailable' } });
      expect(answer.requestId).toBe(answer.headers.get('x-request-id'));
    }
    const bundle = await failing.fetch('/api/v1/bundles/opencode');
    expect(await bundle.json()).toMatchObject({ error: { code: 'service_unavailable' } });
    await failing.close();
  });
});

describe('a batch', () => {
  it('answers its calls one by one as they are done', async () => {
    const response = await api.fetch('/api/trpc/setup.status,users.list?batch=1', {
      headers: { 'trpc-accept': 'application/jsonl' },
    });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(text).toContain('isClaimed');
    expect(text).toContain('unauthenticated');
  });

  it('has the status 207 if its calls ended differently', async () => {
    expect((await api.fetch('/api/trpc/setup.status,users.list?batch=1')).status).toBe(207);
  });
});

describe('a client that goes away', () => {
  it('ends its request', async () => {
    const stop = new AbortController();
    const ended = expect(api.fetch('/api/trpc/setup.status', { signal: stop.signal })).rejects.toThrow();
    stop.abort();
    await ended;
    expect((await api.fetch('/api/trpc/setup.status')).status).toBe(200);
  });
});

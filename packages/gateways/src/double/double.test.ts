import { afterEach, describe, expect, test } from 'vitest';
import { type Double, type DoubleOptions, startCliproxyapiDouble } from './index.ts';

let double: Double;
afterEach(() => double.stop());

const upstream = 'http://127.0.0.1:9/v1';

async function start(options: DoubleOptions = {}): Promise<Double> {
  double = await startCliproxyapiDouble({ apiKeys: ['sk-test-keeper'], timing: 'manual', ...options });
  return double;
}

const manage = (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${double.url}/v0/management/${path}`, {
    method,
    headers: { authorization: `Bearer ${double.managementKey}`, ...headers },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
const put = async (path: string, json: unknown) => expect((await manage('PUT', path, json)).status).toBe(200);
const client = (path: string, init: RequestInit = {}, key = 'sk-test-keeper') =>
  fetch(double.url + path, { ...init, headers: { authorization: `Bearer ${key}` } });
const claude = (key: string) => [{ 'api-key': key }];
const codex = (key: string) => [{ 'api-key': key, 'base-url': upstream }];
const shown = (section: 'claude-api-key' | 'codex-api-key') => double.entries(section).map((entry) => entry['api-key']);

describe('the three layers', () => {
  test('a write is in memory and file at once, in the data plane after its reload', async () => {
    await start();
    await put('api-keys', ['sk-test-keeper', 'sk-test-new']);
    await put('claude-api-key', claude('sk-test-1'));
    expect(double.clientKeys()).toContain('sk-test-new');
    expect(double.file).toContain('sk-test-new');
    expect((await client('/v1/models', {}, 'sk-test-new')).status).toBe(401);
    double.flushReloads();
    expect((await client('/v1/models', {}, 'sk-test-new')).status).toBe(200);
    expect(double.modelIds()).toContain('claude-opus-5');
  });

  test('H1: a reload takes memory back to what it had read, and a second write with it', async () => {
    await start();
    await put('claude-api-key', claude('sk-test-a'));
    double.stepReload();
    await put('codex-api-key', codex('sk-test-b'));
    expect(shown('codex-api-key')).toEqual(['sk-test-b']);
    double.stepReload();
    expect(shown('codex-api-key')).toEqual([]);
    expect(double.file).toContain('sk-test-b');
  });

  test('H2: a third write in that window saves the old memory, and the second is gone from the file too', async () => {
    await start();
    await put('claude-api-key', claude('sk-test-a'));
    double.stepReload();
    await put('codex-api-key', codex('sk-test-b'));
    double.stepReload();
    await put('api-keys', ['sk-test-keeper', 'sk-test-c']);
    expect(double.file).not.toContain('sk-test-b');
    double.flushReloads();
    expect(shown('codex-api-key')).toEqual([]);
  });

  test('a write that a reload overtakes stays unloaded, and writing the same again does not help', async () => {
    await start();
    await put('claude-api-key', claude('sk-test-a'));
    double.stepReload();
    await put('codex-api-key', codex('sk-test-b'));
    double.flushReloads();
    expect(double.file).toContain('sk-test-b');
    expect(shown('codex-api-key')).toEqual([]);
    await put('codex-api-key', codex('sk-test-b'));
    double.flushReloads();
    expect(shown('codex-api-key')).toEqual(['sk-test-b']);
    expect(double.modelIds()).not.toContain('gpt-5.5');
    await put('codex-api-key', codex('sk-test-other'));
    double.flushReloads();
    expect(double.modelIds()).toContain('gpt-5.5');
  });

  test('H3: a change is acknowledged and lost', async () => {
    await start();
    double.faults.add({ fault: { kind: 'lost-change' }, method: 'PUT' });
    await put('api-keys', ['sk-test-keeper', 'sk-test-new']);
    expect(double.clientKeys()).toEqual(['sk-test-keeper']);
  });

  test('a file that is read while it is written empties everything and opens the gateway', async () => {
    await start();
    await put('claude-api-key', claude('sk-test-a'));
    double.tearNextLoad();
    double.flushReloads();
    expect(double.clientKeys()).toEqual([]);
    expect(double.everOpen).toBe(true);
    expect((await fetch(`${double.url}/v1/models`)).status).toBe(200);
  });

  test('with delays of zero a write is live before it is answered', async () => {
    await start({ timing: { reloadMs: 0, authsMs: 0 } });
    await put('api-keys', ['sk-test-keeper', 'sk-test-new']);
    expect((await client('/v1/models', {}, 'sk-test-new')).status).toBe(200);
  });

  test('a broken disk: 500, memory changed, file not; a restart brings the file back', async () => {
    await start();
    double.setDisk('broken');
    const answer = await manage('PUT', 'api-keys', ['sk-test-other']);
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: expect.stringContaining('failed to save config') },
    ]);
    expect(double.clientKeys()).toEqual(['sk-test-other']);
    await double.restart();
    expect(double.clientKeys()).toEqual(['sk-test-keeper']);
  });

  test('an edit of the file is noticed after a while, an empty or unreadable file is not loaded', async () => {
    await start({ timing: { reloadMs: 1, authsMs: 1, watchMs: 5 } });
    double.editFile((text) => text.replace('sk-test-keeper', 'sk-test-edited'));
    await expect.poll(() => double.liveClientKeys()).toEqual(['sk-test-edited']);
    double.editFile(() => '');
    double.editFile(() => 'a: [1');
    await double.settled();
    expect(double.liveClientKeys()).toEqual(['sk-test-edited']);
  });

  test('comments and unknown keys of the top level survive a write, unknown keys of entries do not', async () => {
    const configYaml =
      '# mine\nport: 1\nx-mine: 2\napi-keys:\n  - sk-test-keeper # his\nclaude-api-key:\n  - api-key: a # hers\n    x-inner: 1\n';
    await start({ configYaml });
    await put('api-keys', ['sk-test-keeper', 'sk-test-new']);
    for (const text of ['# mine', 'x-mine: 2', '# his', 'sk-test-new']) expect(double.file).toContain(text);
    expect(double.file).not.toContain('x-inner');
  });
});

describe('the data plane', () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const ask = (path: string, body: object) => client(path, { method: 'POST', body: JSON.stringify(body) });

  test.each([
    ['/v1/chat/completions', 'choices', 'data: [DONE]'],
    ['/v1/messages', 'content', 'event: message_stop'],
    ['/v1/responses', 'output', 'event: response.completed'],
  ])('%s answers whole and as a stream, and leaves usage records', async (path, field, ending) => {
    await start({ timing: { reloadMs: 0, authsMs: 0 }, lists: { 'claude-api-key': claude('sk-test-1') } });
    await put('usage-statistics-enabled', { value: true });
    const whole = await ask(path, { model: 'claude-opus-5', messages });
    expect(whole.status).toBe(200);
    expect(await whole.json()).toHaveProperty(field);
    const stream = await ask(path, { model: 'claude-opus-5', messages, stream: true });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(await stream.text()).toContain(ending);
    await expect.poll(() => double.state().usageQueued).toBe(2);
    const first = (await (await manage('GET', 'usage-queue')).json()) as Record<string, unknown>[];
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({
      api_key: 'sk-test-keeper',
      model: 'claude-opus-5',
      provider: 'claude',
      source: 'sk-test-1',
      endpoint: `POST ${path}`,
      failed: false,
    });
    expect(await (await manage('GET', 'usage-queue?count=10')).json()).toHaveLength(1);
    expect(await (await manage('GET', 'usage-queue?count=10')).json()).toEqual([]);
  });

  test('Gemini’s path names the model', async () => {
    await start({ lists: { 'gemini-api-key': [{ 'api-key': 'sk-test-1' }] } });
    const answer = await ask('/v1beta/models/gemini-2.5-pro:generateContent', { contents: [] });
    expect(await answer.json()).toHaveProperty('candidates');
  });

  test('records expire, and are gone when usage is off', async () => {
    await start({ timing: { reloadMs: 0, authsMs: 0 }, lists: { 'claude-api-key': claude('sk-test-1') } });
    await (await ask('/v1/messages', { model: 'claude-opus-5', messages })).text();
    expect(double.state().usageQueued).toBe(0);
    await put('usage-statistics-enabled', { value: true });
    await (await ask('/v1/messages', { model: 'claude-opus-5', messages })).text();
    await expect.poll(() => double.state().usageQueued).toBe(1);
    double.advanceClock(61_000);
    expect(await (await manage('GET', 'usage-queue?count=10')).json()).toEqual([]);
  });

  test('models come in another order each time', async () => {
    await start({ lists: { 'claude-api-key': claude('sk-test-1'), 'codex-api-key': codex('sk-test-2') } });
    const orders = new Set<string>();
    for (let attempt = 0; attempt < 5; attempt += 1) orders.add(await (await client('/v1/models')).text());
    expect(orders.size).toBeGreaterThan(1);
  });

  test('example keys make it refuse everything but management', async () => {
    await start({ apiKeys: ['your-api-key-1'] });
    const answer = await client('/v1/models', {}, 'your-api-key-1');
    expect([answer.status, answer.headers.get('x-cpa-safe-mode')]).toEqual([403, 'example-api-key']);
    expect((await manage('GET', 'debug')).status).toBe(200);
  });
});

describe('faults and their control', () => {
  const control = (method: string, path: string, json?: unknown) =>
    fetch(double.control.url + path, { method, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });

  test('a fault hits the wanted match, as often as wanted', async () => {
    await start();
    double.faults.add({
      fault: { kind: 'status', status: 503 },
      method: 'GET',
      path: '/v0/management/api-*',
      nth: 2,
      count: 2,
    });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) statuses.push((await manage('GET', 'api-keys')).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect((await manage('GET', 'debug')).status).toBe(200);
  });

  test('the control port does what the object does', async () => {
    await start();
    const { id } = (await (
      await control('POST', '/faults', { fault: { kind: 'status', status: 502 }, path: '/v0/*', count: 0 })
    ).json()) as { id: number };
    expect(id).toBe(1);
    expect((await manage('GET', 'debug')).status).toBe(502);
    expect(await (await control('GET', '/faults')).json()).toMatchObject([{ id: 1, kind: 'status', hits: 1 }]);
    await control('DELETE', '/faults');
    await control('POST', '/edit', { apiKeys: ['sk-test-foreign'], lists: { 'claude-api-key': claude('sk-test-1') } });
    await control('POST', '/reload/flush');
    expect(await (await control('GET', '/state')).json()).toMatchObject({
      clientKeys: ['sk-test-foreign'],
      everOpen: false,
    });
    expect(await (await control('GET', '/writes')).json()).toMatchObject([{ path: '(foreigner)' }]);
    await control('POST', '/ban');
    expect((await manage('GET', 'debug')).status).toBe(403);
    await control('DELETE', '/ban');
    await control('POST', '/management', { isOn: false });
    const off = await manage('GET', 'debug');
    expect([off.status, off.headers.get('x-cpa-version')]).toEqual([404, null]);
    await control('POST', '/management', { isOn: true });
    await control('POST', '/profile', { version: 'v6.9.37', missing: ['usage-queue'] });
    expect((await manage('GET', 'usage-queue')).headers.get('x-cpa-version')).toBe('v6.9.37');
    expect((await control('GET', '/nothing')).status).toBe(404);
    expect((await control('POST', '/faults', 'text')).status).toBe(200);
  });

  test('a torn file, and a slow body', async () => {
    await start();
    double.faults.add({ fault: { kind: 'torn', bytes: 10 }, path: '/v0/management/config.yaml' });
    expect(await (await manage('GET', 'config.yaml')).text()).toHaveLength(10);
    double.faults.add({ fault: { kind: 'latency', beforeHeadersMs: 5, beforeBodyMs: 5, perChunkMs: 5 } });
    expect(await (await manage('GET', 'debug')).json()).toEqual({ debug: false });
  });

  test('somebody acts at the very moment of a request', async () => {
    await start();
    const run = () =>
      double.editAsForeigner((config) => {
        config.apiKeys = ['sk-test-keeper', 'sk-test-foreign'];
      });
    double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: '/v0/management/api-keys' });
    expect(await (await manage('GET', 'api-keys')).json()).toEqual({
      'api-keys': ['sk-test-keeper', 'sk-test-foreign'],
    });
  });

  test('a restart forgets bans and queued records, and keeps the port', async () => {
    await start();
    double.banNow();
    const { url } = double;
    await double.restart({ downMs: 5 });
    expect(double.url).toBe(url);
    expect((await manage('GET', 'debug')).status).toBe(200);
  });

  test('only its own machine may manage, when told so', async () => {
    await start();
    double.setManagement({ allowRemote: false });
    const answer = await manage('GET', 'debug', undefined, { 'x-forwarded-for': '198.51.100.7' });
    expect([answer.status, await answer.json()]).toEqual([403, { error: 'remote management disabled' }]);
  });

  test('two starts on one port: the second fails', async () => {
    await start();
    await expect(startCliproxyapiDouble({ port: Number(new URL(double.url).port) })).rejects.toThrow('EADDRINUSE');
  });
});

test('a request whose client has gone ends as well', async () => {
  await start();
  double.faults.add({ fault: { kind: 'latency', beforeHeadersMs: 60, beforeBodyMs: 20 } });
  const leaving = new AbortController();
  const answer = fetch(`${double.url}/v0/management/debug`, { signal: leaving.signal });
  const isRefused = expect(answer).rejects.toThrow();
  await expect.poll(() => double.requests()).toHaveLength(1);
  leaving.abort();
  await isRefused;
  await expect.poll(() => double.requests().map(({ endedAt }) => endedAt)).toEqual([expect.any(Number)]);
});

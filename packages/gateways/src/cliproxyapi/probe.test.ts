import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Double, type DoubleOptions, startCliproxyapiDouble } from '../double/index.ts';
import { type CallRecord, createCliproxyapiDriver } from './index.ts';

let double: Double;
let calls: CallRecord[] = [];
afterEach(() => double?.stop());

async function start(options: DoubleOptions = {}, managementKey?: string) {
  double = await startCliproxyapiDouble({ timing: { reloadMs: 0, authsMs: 0 }, ...options });
  calls = [];
  return createCliproxyapiDriver({
    baseUrl: double.url,
    managementKey: managementKey ?? double.managementKey,
    onCall: (call) => calls.push(call),
  });
}

const failures = () => double.state().bans;

describe('a probe', () => {
  test('names version and build', async () => {
    const driver = await start();
    expect(await driver.probe()).toEqual({
      ok: true,
      version: 'v7.2.140',
      build: expect.any(String),
      latencyMs: expect.any(Number),
    });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /healthz', 'GET /v0/management/debug']);
  });

  test('says that nothing listens', async () => {
    const driver = await start();
    await double.kill();
    expect(await driver.probe()).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', message: expect.stringContaining('Nothing listens') },
    });
  });

  test('says that the name is unknown', async () => {
    await start();
    const driver = createCliproxyapiDriver({ baseUrl: 'http://gateway.invalid', managementKey: 'mgmt-test' });
    expect(await driver.probe()).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', message: expect.stringContaining('cannot be resolved') },
    });
  });

  test('says that the address is refused', async () => {
    await start();
    for (const baseUrl of ['http://169.254.169.254', 'http://[fe80::1]:8317', 'http://0.0.0.0:8317']) {
      const driver = createCliproxyapiDriver({ baseUrl, managementKey: 'mgmt-test' });
      expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'address_refused' } });
    }
    const driver = createCliproxyapiDriver({
      baseUrl: double.url,
      managementKey: 'mgmt-test',
      addressPolicy: 'public',
    });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'address_refused' } });
  });

  test('says that the key is wrong, and what five wrong ones do', async () => {
    const driver = await start({}, 'wrong');
    const outcome = await driver.probe();
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'unauthorized', message: expect.stringContaining('Five wrong tries') },
    });
    expect(outcome).toMatchObject({ problem: { message: expect.stringContaining('30 minutes') } });
  });

  test('says that the address is locked out, and for how long', async () => {
    const driver = await start();
    double.banNow();
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'banned', retryAfterSeconds: 1800 } });
  });

  test('says that management is off, or only for the gateway’s own machine', async () => {
    const driver = await start();
    double.setManagement({ isOn: false });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'management_disabled' } });
    double.setManagement({ isOn: true });
    double.faults.add({ fault: { kind: 'status', status: 403, body: 'json' }, path: '/v0/management/*' });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
  });

  test.each([
    ['v6.9.37', 'version_too_old'],
    ['v7.2.18', 'version_too_old'],
    ['v7.2.19', null],
    ['v7.10.0', null],
    ['v8.0.0', null],
    ['dev', null],
    ['v7.2.0-3', null],
  ])('judges version %s', async (version, code) => {
    const driver = await start({ profile: { version } });
    expect(await driver.probe()).toMatchObject(
      code === null ? { ok: true, version } : { ok: false, problem: { code } },
    );
  });

  test('judges builds without a number by what they can do', async () => {
    const driver = await start({ profile: { version: 'dev', missing: ['openai-compatibility'] } });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'version_too_old' } });
  });
});

describe('something else at the address', () => {
  const servers: http.Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function probeServer(handler: http.RequestListener) {
    const seen: string[] = [];
    const server = http.createServer((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization ?? ''}`);
      handler(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outcome = await createCliproxyapiDriver({ baseUrl, managementKey: 'mgmt-test-canary' }).probe();
    return { outcome, seen };
  }

  test.each([
    ['a web page', (_: unknown, response: http.ServerResponse) => response.end('<html></html>')],
    ['not found', (_: unknown, response: http.ServerResponse) => response.writeHead(404).end()],
    ['another health', (_: unknown, response: http.ServerResponse) => response.end('{"healthy":true}')],
    [
      'a redirect',
      (_: unknown, response: http.ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    ],
  ])('%s never gets to see the management key', async (_, handler) => {
    const { outcome, seen } = await probeServer(handler);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'not_this_gateway' } });
    expect(seen.join()).not.toContain('canary');
  });

  test('a server that only has the same health answer is told apart by the version header', async () => {
    const { outcome } = await probeServer((_, response) => response.end('{"status":"ok"}'));
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'not_this_gateway' } });
  });

  test('a redirect of management is refused, and the key is not sent on', async () => {
    const { outcome, seen } = await probeServer((request, response) => {
      if (request.url === '/healthz') response.end('{"status":"ok"}');
      else response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'unexpected_answer' } });
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['/healthz', '/v0/management/debug']);
  });
});

describe('a refused key', () => {
  test('costs one failing authentication, however many calls follow or run at once', async () => {
    const driver = await start({}, 'wrong');
    const outcomes = await Promise.all([
      driver.observe('client-keys'),
      driver.observe('provider-keys'),
      driver.observe('custom-providers'),
      driver.probe(),
    ]);
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.problem.code)).sort()).toEqual([
      'circuit_open',
      'circuit_open',
      'circuit_open',
      'unauthorized',
    ]);
    for (let attempt = 0; attempt < 10; attempt += 1) await driver.observe('client-keys');
    expect(failures()).toEqual([{ address: '127.0.0.1', count: 1, isBanned: false }]);
  });

  test('is tried once more after the circuit was reset', async () => {
    const driver = await start();
    double.rotateManagementKey('mgmt-test-other');
    expect(await driver.observe('client-keys')).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
    expect(await driver.observe('client-keys')).toMatchObject({
      ok: false,
      problem: { code: 'circuit_open', retryAfterSeconds: 600 },
    });
    double.rotateManagementKey(double.managementKey);
    driver.resetCircuit();
    expect((await driver.observe('client-keys')).ok).toBe(true);
  });

  test('that cannot be part of a header is not even sent', async () => {
    const driver = await start({}, 'two\nlines');
    expect(await driver.probe()).toMatchObject({
      ok: false,
      problem: { code: 'unauthorized', message: expect.stringContaining('one line') },
    });
    expect(failures()).toEqual([]);
  });
});

import { afterEach, expect, test } from 'vitest';
import { type Double, type DoubleOptions, startCliproxyapiDouble } from '../double/index.ts';
import type { Change, GatewayDriver, Observation, ProviderKeySpec } from '../driver/index.ts';
import { type CallRecord, createCliproxyapiDriver } from './index.ts';

const keys = '/v0/management/api-keys';
const upstream = 'http://127.0.0.1:9/v1';
let double: Double;
let calls: CallRecord[];

afterEach(() => double.stop());

async function start(options: DoubleOptions = {}, timeoutMs?: number): Promise<GatewayDriver> {
  double = await startCliproxyapiDouble({
    timing: { reloadMs: 5, authsMs: 5 },
    apiKeys: ['sk-test-theirs'],
    ...options,
  });
  calls = [];
  return createCliproxyapiDriver({
    baseUrl: double.url,
    managementKey: double.managementKey,
    timeoutMs,
    onCall: (call) => calls.push(call),
  });
}

async function observe<R extends 'client-keys' | 'provider-keys' | 'custom-providers'>(
  driver: GatewayDriver,
  resource: R,
): Promise<Observation<R>> {
  const outcome = await driver.observe(resource);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

const add = (key: string): Extract<Change<'client-keys'>, { kind: 'ensure-present' }> => ({
  kind: 'ensure-present',
  naturalKey: key,
  spec: { key },
  clear: [],
});
const drop = (naturalKey: string): Change<'client-keys'> => ({ kind: 'ensure-absent', naturalKey });
const claude = (driver: GatewayDriver, spec: Partial<ProviderKeySpec> = {}): Change<'provider-keys'> => {
  const whole: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude', ...spec };
  return { kind: 'ensure-present', naturalKey: driver.naturalKey('provider-keys', whole), spec: whole, clear: [] };
};

test('a reply that is lost after the change was made is unknown, and reading back shows it', async () => {
  for (const at of ['start', 'middle'] as const) {
    const driver = await start();
    double.faults.add({ fault: { kind: 'reset-after', at }, method: 'PUT', path: keys });
    const outcome = await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'));
    expect(outcome).toMatchObject({ outcome: 'unknown', writes: 1 });
    expect((await observe(driver, 'client-keys')).entries.map(({ naturalKey }) => naturalKey)).toContain('sk-test-new');
    expect(await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'))).toEqual({
      outcome: 'applied',
      writes: 0,
    });
    await double.stop();
  }
});

test('a connection that dies before anything happened is unknown too, and reading back shows nothing', async () => {
  const driver = await start();
  double.faults.add({ fault: { kind: 'reset' }, method: 'PUT', path: keys });
  const outcome = await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'));
  expect(outcome).toMatchObject({ outcome: 'unknown', problem: { code: 'unreachable' } });
  expect(double.clientKeys()).toEqual(['sk-test-theirs']);
});

test.each([500, 502, 503, 504])('HTTP %i is unknown, whatever its body', async (status) => {
  const driver = await start();
  for (const body of ['empty', 'html', 'json'] as const) {
    double.faults.add({ fault: { kind: 'status', status, body }, method: 'PUT' });
    const outcome = await driver.apply('client-keys', [add(`sk-test-${body}`)], await observe(driver, 'client-keys'));
    expect(outcome).toMatchObject({ outcome: 'unknown', problem: { code: 'server_error' }, writes: 1 });
  }
  expect(double.clientKeys()).toEqual(['sk-test-theirs']);
});

test('a gateway that cannot save its file says so; its memory has changed all the same', async () => {
  const driver = await start();
  double.faults.add({ fault: { kind: 'save-failure' }, method: 'PUT' });
  const outcome = await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'));
  expect(outcome).toMatchObject({
    outcome: 'unknown',
    problem: { code: 'server_error', message: expect.stringContaining('configuration file') },
  });
  expect(double.clientKeys()).toContain('sk-test-new');
  expect(double.file).not.toContain('sk-test-new');
});

test('an acknowledged change that is lost shows as absent', async () => {
  const driver = await start();
  double.faults.add({ fault: { kind: 'lost-change' }, method: 'PUT' });
  expect((await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'))).outcome).toBe(
    'applied',
  );
  expect((await observe(driver, 'client-keys')).entries.map(({ naturalKey }) => naturalKey)).toEqual([
    'sk-test-theirs',
  ]);
});

test('a gateway that is down did certainly nothing; after a restart the driver carries on', async () => {
  const driver = await start();
  const base = await observe(driver, 'client-keys');
  await double.kill();
  const outcome = await driver.apply('client-keys', [add('sk-test-new')], base);
  expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'unreachable' }, writes: 0 });
  expect(await driver.admits('sk-test-theirs')).toBeNull();
  await double.restart();
  expect((await driver.apply('client-keys', [add('sk-test-new')], base)).outcome).toBe('applied');
});

test('a restart between two calls on a kept-alive connection goes unnoticed', async () => {
  const driver = await start();
  await observe(driver, 'client-keys');
  await double.restart();
  expect((await driver.observe('client-keys')).ok).toBe(true);
});

test('an answer that takes too long is a timeout; for a write that means unknown', async () => {
  const driver = await start({}, 150);
  const base = await observe(driver, 'client-keys');
  double.faults.add({ fault: { kind: 'latency', beforeHeadersMs: 600 }, method: 'PUT' });
  expect(await driver.apply('client-keys', [add('sk-test-new')], base)).toMatchObject({
    outcome: 'unknown',
    problem: { code: 'timeout' },
  });
  double.faults.add({ fault: { kind: 'latency', beforeBodyMs: 600 }, method: 'GET' });
  expect(await driver.observe('client-keys')).toMatchObject({ ok: false, problem: { code: 'timeout' } });
});

test('somebody who writes between reading and writing is not overwritten', async () => {
  const driver = await start();
  const base = await observe(driver, 'client-keys');
  double.editAsForeigner((config) => {
    config.apiKeys = ['sk-test-theirs', 'sk-test-more'];
  });
  const outcome = await driver.apply('client-keys', [add('sk-test-new')], base);
  expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'list_moved' }, writes: 0 });
  expect(double.clientKeys()).toEqual(['sk-test-theirs', 'sk-test-more']);
  expect(calls.filter(({ method }) => method === 'PUT')).toEqual([]);
});

test('a change to one list does not stop a write to another', async () => {
  const driver = await start();
  const base = await observe(driver, 'provider-keys');
  double.editAsForeigner((config) => {
    config.lists['gemini-api-key'] = [{ 'api-key': 'sk-test-gemini' }];
  });
  await double.settled();
  expect(await driver.apply('provider-keys', [claude(driver)], base)).toEqual({ outcome: 'applied', writes: 1 });
});

test('the last usable key is never taken away, not even with unusable ones left', async () => {
  const driver = await start({ apiKeys: ['sk-test-theirs', '', '  '] });
  const outcome = await driver.apply('client-keys', [drop('sk-test-theirs')], await observe(driver, 'client-keys'));
  expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'would_open_gateway' }, writes: 0 });
  expect(double.everOpen).toBe(false);
});

test('a thousand keys are one write', async () => {
  const driver = await start();
  const changes = Array.from({ length: 1000 }, (_, index) => add(`sk-test-${index}`));
  expect(await driver.apply('client-keys', changes, await observe(driver, 'client-keys'))).toEqual({
    outcome: 'applied',
    writes: 1,
  });
  expect(double.clientKeys()).toHaveLength(1001);
});

test('copies of ours collapse, copies of others stay', async () => {
  const twice = (key: string) => [{ 'api-key': key, priority: 1 }, { 'api-key': key }];
  const driver = await start({ lists: { 'claude-api-key': [...twice('sk-test-claude'), ...twice('sk-test-theirs')] } });
  const base = await observe(driver, 'provider-keys');
  expect(base.entries.map(({ copies }) => copies)).toEqual([2, 2]);
  await driver.apply('provider-keys', [claude(driver)], base);
  expect(double.entries('claude-api-key').map((entry) => [entry['api-key'], entry.priority])).toEqual([
    ['sk-test-claude', 1],
    ['sk-test-theirs', 1],
    ['sk-test-theirs', undefined],
  ]);
});

test('a changed natural key is removed and added in one write', async () => {
  const driver = await start({ lists: { 'claude-api-key': [{ 'api-key': 'sk-test-claude', 'base-url': upstream }] } });
  const old = driver.naturalKey('provider-keys', { provider: 'claude', apiKey: 'sk-test-claude', baseUrl: upstream });
  const changes: Change<'provider-keys'>[] = [{ kind: 'ensure-absent', naturalKey: old }, claude(driver)];
  expect(await driver.apply('provider-keys', changes, await observe(driver, 'provider-keys'))).toEqual({
    outcome: 'applied',
    writes: 1,
  });
  expect(double.entries('claude-api-key')).toEqual([
    { 'api-key': 'sk-test-claude', 'base-url': '', 'proxy-url': '', models: null },
  ]);
});

test('what the gateway would drop is not sent', async () => {
  const driver = await start();
  const base = await observe(driver, 'provider-keys');
  calls = [];
  const outcome = await driver.apply('provider-keys', [claude(driver, { provider: 'codex' })], base);
  expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'dropped' }, writes: 0 });
  expect(calls).toEqual([]);
});

test('writes wait for each other: never two at once, and none is lost in a reload', async () => {
  const driver = await start();
  const all = Array.from({ length: 8 }, async (_, index) => {
    for (;;) {
      const outcome = await driver.apply(
        'client-keys',
        [add(`sk-test-${index}`)],
        await observe(driver, 'client-keys'),
      );
      if (outcome.outcome === 'applied') return;
      expect(outcome).toMatchObject({ problem: { code: 'list_moved' } });
    }
  });
  await Promise.all(all);
  await double.settled();
  expect(double.liveClientKeys()).toHaveLength(9);
  expect(double.state().maxWritesInFlight).toBe(1);
});

test('an entry that the gateway shows but never loaded comes alive when it is written anew', async () => {
  const driver = await start({ timing: 'manual' });
  double.editAsForeigner(() => undefined);
  // A write of somebody else, and ours in the middle of its reload: stored, acknowledged, never loaded.
  double.editAsForeigner((config) => {
    config.lists['codex-api-key'] = [{ 'api-key': 'sk-test-theirs', 'base-url': upstream }];
  });
  double.stepReload();
  double.stepReload();
  await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'));
  double.flushReloads();
  await driver.apply('client-keys', [add('sk-test-new')], await observe(driver, 'client-keys'));
  double.flushReloads();
  expect(await driver.admits('sk-test-new')).toBe(false);
  double.setTiming({ reloadMs: 2, authsMs: 2 });
  const base = await observe(driver, 'client-keys');
  expect(await driver.apply('client-keys', [{ ...add('sk-test-new'), isStuck: true }], base)).toEqual({
    outcome: 'applied',
    writes: 2,
  });
  await double.settled();
  expect(await driver.admits('sk-test-new')).toBe(true);
  expect(double.everOpen).toBe(false);
});

test('a version of the future with unknown fields and null lists is read and written all the same', async () => {
  const driver = await start({ profile: { version: 'v7.4.0', hasUnknownFields: true, hasNullLists: true } });
  expect(await driver.probe()).toMatchObject({ ok: true, version: 'v7.4.0' });
  expect((await observe(driver, 'provider-keys')).entries).toEqual([]);
  const changes = [claude(driver)];
  expect((await driver.apply('provider-keys', changes, await observe(driver, 'provider-keys'))).outcome).toBe(
    'applied',
  );
  await double.settled();
  expect((await observe(driver, 'provider-keys')).entries).toMatchObject([
    { isLive: true, spec: { apiKey: 'sk-test-claude' } },
  ]);
  expect(await driver.apply('provider-keys', changes, await observe(driver, 'provider-keys'))).toEqual({
    outcome: 'applied',
    writes: 0,
  });
});

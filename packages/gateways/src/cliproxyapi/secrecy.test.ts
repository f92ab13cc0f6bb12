import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type Double, type FaultKind, startCliproxyapiDouble } from '../double/index.ts';
import type { Change } from '../driver/index.ts';
import { type CallRecord, createCliproxyapiDriver } from './index.ts';

const canary = /canary/;
let double: Double;
afterEach(() => double.stop());

const faults: FaultKind[] = [
  { kind: 'status', status: 400, body: 'json' },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 409 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500, body: 'html' },
  { kind: 'save-failure' },
  { kind: 'reset' },
  { kind: 'reset-after', at: 'middle' },
  { kind: 'torn', bytes: 30 },
  { kind: 'unauthorized' },
  { kind: 'latency', beforeHeadersMs: 400 },
];

test.each(faults)('no secret in what the driver says about $kind $status', async (fault) => {
  double = await startCliproxyapiDouble({
    managementKey: 'mgmt-test-canary',
    apiKeys: ['sk-test-canary-client'],
    lists: { 'claude-api-key': [{ 'api-key': 'sk-test-canary-claude', 'base-url': 'http://canary.test/' }] },
    timing: { reloadMs: 0, authsMs: 0 },
  });
  const calls: CallRecord[] = [];
  const driver = createCliproxyapiDriver({
    baseUrl: double.url,
    managementKey: double.managementKey,
    timeoutMs: 200,
    onCall: (call) => calls.push(call),
  });
  const observed = await driver.observe('client-keys');
  if (!observed.ok) throw new Error(observed.problem.code);
  const change: Change<'client-keys'> = {
    kind: 'ensure-present',
    naturalKey: 'sk-test-canary-new',
    spec: { key: 'sk-test-canary-new' },
    clear: [],
  };
  const said: unknown[] = [];
  for (const path of ['/v0/management/api-keys', '/v0/management/claude-api-key', '/v1/models', '/healthz']) {
    double.faults.clear();
    double.faults.add({ fault, path, count: 0 });
    said.push(await driver.apply('client-keys', [change], observed.observation));
    const provider = await driver.observe('provider-keys');
    said.push(provider.ok ? 'read' : provider, await driver.probe(), await driver.admits('sk-test-canary-client'));
    said.push(await driver.listModels('sk-test-canary-client'));
    driver.resetCircuit();
  }
  said.push(calls, observed.observation.revision);
  expect(said.map((item) => inspect(item, { depth: 9 })).join('\n')).not.toMatch(canary);
  expect(calls.length).toBeGreaterThan(5);
});

test('neither does the double’s journal hold one', async () => {
  double = await startCliproxyapiDouble({ managementKey: 'mgmt-test-canary', apiKeys: ['sk-test-canary-client'] });
  const driver = createCliproxyapiDriver({ baseUrl: double.url, managementKey: double.managementKey });
  await driver.probe();
  await driver.listModels('sk-test-canary-client');
  expect(inspect([double.requests(), double.writes()], { depth: 9 })).not.toMatch(canary);
});

import { afterEach, expect, test } from 'vitest';
import { startCliproxyapiDouble } from '../double/index.ts';
import { startLitellmDouble } from '../litellm-double/index.ts';
import { createDriver } from './index.ts';

// A process that stood still in the middle of its writes may have been replaced: it is asked again before each of them.

const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});

/** Says yes so many times. */
const until = (times: number) => {
  let asked = 0;
  return async () => {
    asked += 1;
    return asked <= times;
  };
};
const upstream = 'https://upstream.example/v1';
const key = (provider: 'claude' | 'codex') => ({ provider, apiKey: `sk-test-${provider}`, baseUrl: upstream });

test('a CLIProxyAPI gets no further list, and no list is written a second time', async () => {
  const double = await startCliproxyapiDouble({ timing: { reloadMs: 1, authsMs: 1 }, apiKeys: ['sk-test-ours'] });
  stopping.push(() => double.stop());
  const driver = createDriver({ kind: 'cliproxyapi', baseUrl: double.url, managementKey: double.managementKey });
  const base = async () => {
    const observed = await driver.observe('provider-keys');
    if (!observed.ok) throw new Error(observed.problem.code);
    return observed.observation;
  };
  const changes = (['claude', 'codex'] as const).map((provider) => ({
    kind: 'ensure-present' as const,
    naturalKey: driver.naturalKey('provider-keys', key(provider)),
    spec: key(provider),
    clear: [],
  }));
  expect(await driver.apply('provider-keys', changes, await base(), until(0))).toMatchObject({
    outcome: 'rejected',
    problem: { code: 'list_moved' },
    writes: 0,
  });
  expect(await driver.apply('provider-keys', changes, await base(), until(1))).toMatchObject({
    outcome: 'unknown',
    writes: 1,
  });
  expect([double.entries('claude-api-key').length, double.entries('codex-api-key').length]).toEqual([1, 0]);
  double.clearJournal();
  expect(await driver.reload?.('sk-test-ours', until(0))).toMatchObject({ outcome: 'rejected', writes: 0 });
  expect(double.writes()).toEqual([]);
  expect(await driver.reload?.('sk-test-ours', until(1))).toMatchObject({ outcome: 'unknown', writes: 1 });
  expect(double.clientKeys()).toEqual(['sk-test-ours', 'sk-test-ours']);
  expect(await driver.reload?.('sk-test-ours')).toMatchObject({ outcome: 'applied' });
  expect(double.clientKeys()).toEqual(['sk-test-ours']);
  expect(await driver.reload?.('sk-test-nobodys')).toMatchObject({ outcome: 'rejected', writes: 0 });
});

test('a LiteLLM gets no further key', async () => {
  const double = await startLitellmDouble();
  stopping.push(() => double.stop());
  const driver = createDriver({ kind: 'litellm', baseUrl: double.url, managementKey: double.masterKey });
  await driver.probe();
  const observed = await driver.observe('client-keys');
  if (!observed.ok) throw new Error(observed.problem.code);
  const changes = ['sk-test-first', 'sk-test-second'].map((key) => ({
    kind: 'ensure-present' as const,
    naturalKey: driver.naturalKey('client-keys', { key }),
    spec: { key },
    clear: [],
  }));
  const outcome = await driver.apply('client-keys', changes, observed.observation, until(1));
  expect([...(outcome.outcomes?.values() ?? [])].map((one) => one.outcome)).toEqual(['applied', 'rejected']);
  expect([double.hasKey('sk-test-first'), double.hasKey('sk-test-second')]).toEqual([true, false]);
});

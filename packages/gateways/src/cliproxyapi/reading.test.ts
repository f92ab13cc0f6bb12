import { afterEach, expect, test } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { Change, GatewayDriver, Observation, ProviderKeySpec } from '../driver/index.ts';
import { type CallRecord, createCliproxyapiDriver } from './index.ts';
import { withoutRuntime } from './raw.ts';

let double: Double | undefined;
let calls: CallRecord[] = [];
afterEach(() => double?.stop());

async function start(): Promise<{ double: Double; driver: GatewayDriver }> {
  const started = await startCliproxyapiDouble({
    timing: { reloadMs: 2, authsMs: 2 },
    lists: {
      'claude-api-key': [{ 'api-key': 'sk-test-one' }, { 'api-key': 'sk-test-two' }],
      'gemini-api-key': [{ 'api-key': 'AIza-test-one' }],
    },
  });
  double = started;
  calls = [];
  const { url: baseUrl, managementKey } = started;
  return { double: started, driver: createCliproxyapiDriver({ baseUrl, managementKey, onCall: (c) => calls.push(c) }) };
}

async function see(driver: GatewayDriver, about?: string[]): Promise<Observation<'provider-keys'>> {
  const outcome = await driver.observe('provider-keys', about);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

const spec = (apiKey: string, provider: ProviderKeySpec['provider'] = 'claude'): ProviderKeySpec => ({
  provider,
  apiKey,
});
const keyOf = (driver: GatewayDriver, wanted: ProviderKeySpec) => driver.naturalKey('provider-keys', wanted);
const add = (driver: GatewayDriver, wanted: ProviderKeySpec): Change<'provider-keys'> => ({
  kind: 'ensure-present',
  naturalKey: keyOf(driver, wanted),
  spec: wanted,
  clear: [],
});
const listCalls = () => calls.filter(({ path }) => path.endsWith('-api-key')).map(({ method, path }) => [method, path]);
const claudePath = '/v0/management/claude-api-key';

test('reads only the list that matters, says what it covers, and can be written on the ground of it', async () => {
  const { double, driver } = await start();
  const wanted = spec('sk-test-three');
  const base = await see(driver, [keyOf(driver, wanted)]);
  expect(base.entries.map((entry) => entry.spec.apiKey)).toEqual(['sk-test-one', 'sk-test-two']);
  expect(base.covers?.(keyOf(driver, spec('sk-test-any')))).toBe(true);
  expect(base.covers?.(keyOf(driver, spec('AIza-test-one', 'gemini')))).toBe(false);
  expect(base.raw?.().map(({ section }) => section)).toEqual(['claude-api-key']);
  expect(await driver.apply('provider-keys', [add(driver, wanted)], base)).toEqual({ outcome: 'applied', writes: 1 });
  expect(listCalls()).toEqual([
    ['GET', claudePath],
    ['GET', claudePath],
    ['PUT', claudePath],
  ]);
  expect(double.entries('claude-api-key').map((entry) => entry['api-key'])).toContain('sk-test-three');
});

test('a whole observation covers everything', async () => {
  const { driver } = await start();
  expect((await see(driver)).covers).toBeUndefined();
});

test('what is the same from one read to the next is the same object, and what is different is another', async () => {
  const { double, driver } = await start();
  const before = await see(driver);
  double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [
      { 'api-key': 'sk-test-zero' },
      { 'api-key': 'sk-test-one', prefix: 'changed' },
      { 'api-key': 'sk-test-two' },
    ];
  });
  await double.settled();
  const after = await see(driver);
  const [one, two, gemini] = ['sk-test-one', 'sk-test-two', 'AIza-test-one'].map((apiKey) =>
    [before, after].map(({ entries }) => entries.find((entry) => entry.spec.apiKey === apiKey)),
  );
  expect(gemini?.[1]).toBe(gemini?.[0]);
  expect(two?.[1]).toBe(two?.[0]);
  expect(one?.[1]).not.toBe(one?.[0]);
  expect(one?.map((entry) => entry?.spec.prefix)).toEqual([undefined, 'changed']);
});

test('copies are counted anew in every read', async () => {
  const { double, driver } = await start();
  const twice = () =>
    double.editAsForeigner((config) => {
      config.lists['claude-api-key'] = [{ 'api-key': 'sk-test-one' }, { 'api-key': 'sk-test-one' }];
    });
  twice();
  await double.settled();
  for (const _ of [1, 2]) expect((await see(driver)).entries[0]?.copies).toBe(2);
  double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [{ 'api-key': 'sk-test-one' }];
  });
  await double.settled();
  expect((await see(driver)).entries[0]?.copies).toBe(1);
});

test('reading back spares the next write the look for what it has to wait for', async () => {
  const { double, driver } = await start();
  const [first, second] = [spec('sk-test-three'), spec('sk-test-four')];
  const about = [keyOf(driver, first)];
  await driver.apply('provider-keys', [add(driver, first)], await see(driver, about));
  await double.settled();
  const base = await see(driver, about);
  expect(base.entries.find(({ naturalKey }) => naturalKey === about[0])?.isLive).toBe(true);
  calls = [];
  await driver.apply('provider-keys', [add(driver, second)], base);
  expect(listCalls().map(([method]) => method)).toEqual(['GET', 'PUT']);
});

test('what the gateway adds by itself is taken off, and an entry without it is left as it is', () => {
  const plain = { 'api-key': 'sk-test-one', models: null };
  expect(withoutRuntime(plain)).toBe(plain);
  expect(withoutRuntime({ ...plain, 'auth-index': '1' })).toEqual(plain);
  const keys = { name: 'acme', 'api-key-entries': [{ 'api-key': 'sk-test-one', 'auth-index': '1' }] };
  expect(withoutRuntime(keys)).toEqual({ name: 'acme', 'api-key-entries': [{ 'api-key': 'sk-test-one' }] });
});

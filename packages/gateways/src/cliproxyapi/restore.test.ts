import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { Observation, RawList } from '../driver/index.ts';
import { clientKeyList } from './client-keys.ts';
import { createCliproxyapiDriver } from './index.ts';
import { restoredList } from './merge.ts';

const keys = fc.array(fc.constantFrom('ours-1', 'ours-2', 'theirs-1', 'theirs-2', 'theirs-3', ''), { maxLength: 8 });
const isOurs = (key: string) => key.startsWith('ours');
const restored = (now: string[], then: string[]) => restoredList(now, { items: then, isOurs }, clientKeyList);

test('strangers are as in the snapshot, ours as they are now, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(keys, keys, (now, then) => {
      const result = restored(now, then);
      expect(result.filter((key) => !isOurs(key))).toEqual(then.filter((key) => !isOurs(key)));
      expect(result.filter(isOurs).sort()).toEqual(now.filter(isOurs).sort());
      expect(restored(result, then)).toEqual(result);
    }),
  );
});

let double: Double | undefined;
afterEach(() => double?.stop());

async function start() {
  const started = await startCliproxyapiDouble({
    timing: { reloadMs: 2, authsMs: 2 },
    apiKeys: ['sk-test-theirs'],
    lists: { 'claude-api-key': [{ 'api-key': 'sk-test-stranger', weight: 3, 'x-future': { a: 1 } }] },
  });
  double = started;
  const driver = createCliproxyapiDriver({ baseUrl: started.url, managementKey: started.managementKey });
  const see = async <R extends 'client-keys' | 'provider-keys'>(resource: R): Promise<Observation<R>> => {
    const outcome = await driver.observe(resource);
    if (!outcome.ok) throw new Error(outcome.problem.code);
    return outcome.observation;
  };
  const restore = async <R extends 'client-keys' | 'provider-keys'>(resource: R, lists: readonly RawList[]) =>
    driver.restore?.(resource, lists, () => false, await see(resource));
  return { double: started, driver, see, restore };
}

test('a stranger that somebody deleted comes back with the fields that Gatehouse does not model', async () => {
  const { double, see, restore } = await start();
  const before = double.entries('claude-api-key');
  const lists = (await see('provider-keys')).raw?.() ?? [];
  double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [];
  });
  expect(await restore('provider-keys', lists)).toEqual({ outcome: 'applied', writes: 1 });
  expect(double.entries('claude-api-key')).toEqual(before);
  expect(await restore('provider-keys', lists)).toEqual({ outcome: 'applied', writes: 0 });
});

test('nothing is written where the list has moved or would be without a key', async () => {
  const { double, driver, see, restore } = await start();
  const empty = [{ section: 'api-keys', content: '[]' }];
  expect(await restore('client-keys', empty)).toMatchObject({
    outcome: 'rejected',
    problem: { code: 'would_open_gateway' },
  });
  const base = await see('client-keys');
  double.editAsForeigner((config) => {
    config.apiKeys = ['sk-test-theirs', 'sk-test-second'];
  });
  const stale = [{ section: 'api-keys', content: '["sk-test-first"]' }];
  expect(await driver.restore?.('client-keys', stale, () => false, base)).toMatchObject({
    outcome: 'rejected',
    problem: { code: 'list_moved' },
  });
  expect(double.clientKeys()).toEqual(['sk-test-theirs', 'sk-test-second']);
});

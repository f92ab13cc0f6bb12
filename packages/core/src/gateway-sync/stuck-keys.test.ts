import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeProviderKey, removeProviderKey, updateProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';

// A gateway that is written to while it loads can keep what was written and never load it. Somebody else's write in the
// same moment is enough, and the lists do not show it: of client keys the data plane tells, of the rest nothing does.

let rig: TestGateway;
let ctx: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  ctx = rig.contextOf(await rig.createUser());
  await rig.settle();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const admits = async (key: string) =>
  (await fetch(`${rig.double.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status === 200;

/** Our next write arrives while the gateway loads somebody else's, and its answer is lost: then nobody waits for long. */
function writeDuringReload(list: string): void {
  const { double } = rig;
  const run = () => {
    double.setTiming('manual');
    double.editAsForeigner((config) => {
      config.lists['codex-api-key'] = [{ 'api-key': 'sk-test-theirs', 'base-url': 'https://foreign.example' }];
    });
    double.stepReload();
  };
  const path = `*/${list}`;
  double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'PUT', path });
  double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path, count: 2 });
}

/** The gateway goes on: it ends that reload, and believes that it has loaded everything. */
function endReload(): void {
  rig.double.flushReloads();
  rig.double.setTiming({ reloadMs: 2, authsMs: 2 });
}

test('a client key that the gateway saved and did not load is loaded all the same', async () => {
  writeDuringReload('api-keys');
  const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  await rig.converge();
  endReload();
  await rig.converge();
  expect(rig.double.clientKeys()).toContain(key);
  expect(await admits(key)).toBe(false);
  expect(await listClientKeys(ctx, { scope: 'own' })).not.toMatchObject([{ state: { status: 'applied' } }]);
  await rig.settle();
  expect(await admits(key)).toBe(true);
  expect(rig.double.clientKeys().filter((found) => found === key)).toHaveLength(1);
});

test('a revoked client key that the gateway took out and still admits is shut out all the same', async () => {
  const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  await rig.settle();
  writeDuringReload('api-keys');
  await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
  await rig.converge();
  endReload();
  await rig.converge();
  expect(rig.double.clientKeys()).not.toContain(key);
  expect(await admits(key)).toBe(true);
  expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([{ state: { desired: 'absent' } }]);
  await rig.settle();
  expect(await admits(key)).toBe(false);
  expect(await listClientKeys(ctx, { scope: 'own' })).toEqual([]);
});

test('what is left of making it load is taken away', async () => {
  writeDuringReload('api-keys');
  const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  await rig.converge();
  endReload();
  await rig.converge();
  rig.double.clearJournal();
  // Of the two writes that make it load, the second is lost.
  rig.double.faults.add({ fault: { kind: 'status', status: 503 }, method: 'PUT', path: '*/api-keys', nth: 2 });
  await rig.settle();
  expect(await admits(key)).toBe(true);
  await rig.settle();
  expect(new Set(rig.double.clientKeys()).size).toBe(rig.double.clientKeys().length);
});

const claudeKey = () => ({
  provider: 'claude' as const,
  name: 'Mine',
  apiKey: 'sk-test-claude-0001',
  models: [{ name: 'claude-test', alias: 'mine' }],
  waitMs: 0,
});

test('a provider key that was removed is not in use any more', async () => {
  const { id } = await contributeProviderKey(ctx, claudeKey());
  await rig.settle();
  await rig.double.settled();
  expect(rig.double.modelIds()).toContain('mine');
  writeDuringReload('claude-api-key');
  await removeProviderKey(ctx, { id, waitMs: 0 });
  await rig.converge();
  endReload();
  await rig.settle();
  await rig.double.settled();
  expect(rig.double.entries('claude-api-key')).toEqual([]);
  expect(rig.double.modelIds()).not.toContain('mine');
});

test('an edit of a provider key is in use', async () => {
  const { id } = await contributeProviderKey(ctx, claudeKey());
  await rig.settle();
  writeDuringReload('claude-api-key');
  const models = [{ name: 'claude-test', alias: 'ours' }];
  await updateProviderKey(ctx, { id, version: 1, models, waitMs: 0 });
  await rig.converge();
  endReload();
  await rig.settle();
  await rig.double.settled();
  expect(rig.double.modelIds()).toContain('ours');
  expect(rig.double.modelIds()).not.toContain('mine');
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClientKey, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeProviderKey } from '../provider-keys/index.ts';
import { databaseText } from '../testing/database-text.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { listGatewaySnapshots, undoGateway } from './index.ts';

let rig: TestGateway;
let ctx: Context;
const id = () => rig.gateway.id;
const stranger = { 'api-key': 'sk-test-canary-stranger', weight: 3, headers: { 'x-theirs': 'yes' } };

beforeEach(async () => {
  rig = await createTestGateway({ lists: { 'claude-api-key': [stranger] } });
  ctx = rig.contextOf(await rig.createUser());
  await rig.settle();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const contribute = async (apiKey: string) => {
  await contributeProviderKey(ctx, { provider: 'claude', name: 'Mine', apiKey, waitMs: 0 });
  await rig.settle();
};
const claude = () => rig.double.entries('claude-api-key');
const ours = () => claude().filter((entry) => String(entry['api-key']).startsWith('sk-test-ours'));
const snapshots = async (resource: string) =>
  (await listGatewaySnapshots(rig.asOwner, { id: id() })).filter((snapshot) => snapshot.resource === resource);
const undoTo = (snapshotId = '') => undoGateway(rig.asOwner, { id: id(), snapshotId });

it('brings strangers back as they were, with every field; ours follow the database', async () => {
  const before = claude();
  await contribute('sk-test-ours-0001');
  const [snapshot] = await snapshots('provider-keys');
  expect(snapshot).toMatchObject({ reason: 'sync', entryCount: 1, strangerCount: 1 });
  await contribute('sk-test-ours-0002');
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [{ 'api-key': 'sk-test-later-stranger' }] as never;
  });
  expect(await undoTo(snapshot?.id)).toEqual({
    isChanged: true,
    resource: 'provider-keys',
    strangers: 1,
    notRestored: [],
  });
  await rig.settle();
  expect(claude()).toHaveLength(3);
  expect(claude()).toEqual(expect.arrayContaining(before));
  expect(ours()).toHaveLength(2);
  const kept = await snapshots('provider-keys');
  expect(kept.filter(({ reason }) => reason === 'undo')).toHaveLength(1);
  expect(await undoTo(snapshot?.id)).toMatchObject({ isChanged: false });
  expect(await snapshots('provider-keys')).toEqual(kept);
  expect(await databaseText(rig.services.db)).not.toContain('canary');
});

it('never empties client keys and gives no revoked key back', async () => {
  const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  await rig.settle();
  await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
  await rig.settle();
  const [beforeRevoking] = await snapshots('client-keys');
  await undoTo(beforeRevoking?.id);
  await rig.settle();
  expect(rig.double.clientKeys()).not.toContain(key);
  expect(rig.double.clientKeys()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^gh-sentinel-/), 'sk-test-nobody']),
  );
});

it('is read back: a lost answer and a writer in between end well', async () => {
  await contribute('sk-test-ours-0001');
  const [snapshot] = await snapshots('provider-keys');
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = config.lists['claude-api-key'].filter(
      (entry) => entry['api-key'] !== stranger['api-key'],
    );
  });
  rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path: '*/claude-api-key' });
  expect(await undoTo(snapshot?.id)).toMatchObject({ isChanged: true });
  expect(claude()).toHaveLength(2);
});

it('keeps the last 20 of a resource, and none that is like the one before', async () => {
  for (let round = 0; round < 12; round += 1) {
    await contribute(`sk-test-ours-${1000 + round}`).catch(() => null);
    rig.double.editAsForeigner((config) => {
      config.lists['claude-api-key'] = [{ 'api-key': `sk-test-stranger-${round}` }] as never;
    });
    await rig.settle().catch(() => null);
    await rig.services.db.updateTable('gateway_entries').set({ reverted_at: [] }).execute();
  }
  const kept = await snapshots('provider-keys');
  expect(kept).toHaveLength(20);
  expect(new Set(kept.map((snapshot) => snapshot.id)).size).toBe(20);
});

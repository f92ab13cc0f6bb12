import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClientKey, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { planGateway, syncGateway, updateGateway } from './index.ts';

let rig: TestGateway;
let ctx: Context;
const id = () => rig.gateway.id;

beforeEach(async () => {
  rig = await createTestGateway({
    lists: {
      'claude-api-key': [{ 'api-key': 'sk-test-canary-of-a-stranger', 'base-url': 'https://u:p@stranger.example/v1' }],
    },
  });
  ctx = rig.contextOf(await rig.createUser({ name: 'Ada' }));
  await rig.settle();
});
afterEach(() => rig.destroy());

const plan = () => planGateway(rig.asOwner, { id: id() });
const contribute = (apiKey: string, more = {}) =>
  contributeProviderKey(ctx, { provider: 'claude', name: apiKey.slice(-4), apiKey, waitMs: 0, ...more });
const planned = async () => (await plan()).resources.flatMap(({ changes }) => changes);
const editClaude = (edit: (entries: never[]) => object[]) =>
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = edit(config.lists['claude-api-key'] as never[]) as never;
  });

it('says what would be done and does nothing', async () => {
  await contribute('sk-test-ours-changed', { prefix: 'ours' });
  await contribute('sk-test-ours-doubled');
  const { clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  await rig.settle();
  await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
  await contribute('sk-test-ours-to-add');
  editClaude((entries) =>
    entries.flatMap((entry) => {
      const { 'api-key': key, ...rest } = entry as Record<string, unknown>;
      if (key === 'sk-test-ours-changed') return [{ ...rest, 'api-key': key, prefix: 'theirs' }];
      return key === 'sk-test-ours-doubled' ? [entry, entry] : [entry];
    }),
  );
  rig.double.clearJournal();
  expect(await planned()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'remove', label: 'Laptop', ownerName: 'Ada', fields: [] }),
      expect.objectContaining({ action: 'change', label: 'claude · nged', fields: ['prefix'] }),
      expect.objectContaining({ action: 'collapse', label: 'claude · bled' }),
      expect.objectContaining({
        action: 'add',
        label: 'claude · -add',
        masked: expect.stringMatching(/^sk-t.*…-add$/),
      }),
    ]),
  );
  expect(await planned()).toHaveLength(4);
  expect(rig.double.writes()).toEqual([]);
  await rig.settle();
  expect(await planned()).toEqual([]);
});

it('shows strangers by a mask, and no secret of anybody', async () => {
  await contribute('sk-test-canary-of-ours');
  await contributeCustomProvider(ctx, {
    name: 'acme',
    displayName: 'Acme',
    baseUrl: 'https://acme.example/v1',
    apiKey: 'sk-test-canary-of-acme',
    models: [{ name: 'large', alias: 'large' }],
    waitMs: 0,
  });
  const view = await plan();
  expect(view.resources.find(({ resource }) => resource === 'provider-keys')?.unmanaged).toMatchObject([
    { label: 'claude key', details: { baseUrl: 'https://stranger.example/v1' }, isIgnored: false, obstacle: null },
  ]);
  expect(JSON.stringify(view)).not.toMatch(/canary|u:p@/);
});

it('names what is held, and why', async () => {
  await contribute('sk-test-ours-0001');
  await rig.settle();
  await updateGateway(rig.asOwner, { id: id(), policy: 'report' });
  editClaude(() => []);
  const held = async () => (await plan()).resources.flatMap((resource) => resource.held);
  expect(await held()).toMatchObject([{ label: 'claude · 0001', reason: 'policy', status: 'applied' }]);
  await rig.converge();
  expect(await held()).toMatchObject([{ reason: 'policy', status: 'drifted', problem: { code: 'changed_outside' } }]);
  expect(await planned()).toEqual([]);
  await syncGateway(rig.asOwner, { id: id() });
  expect(await held()).toEqual([]);
  expect((await listProviderKeys(ctx, { scope: 'own' }))[0]?.state.status).toBe('applied');
});

it('says that the gateway could not be read', async () => {
  await rig.double.kill();
  expect(await plan()).toMatchObject({ problem: { code: 'unreachable' }, resources: [] });
  await rig.double.restart();
});

it('counts what is there as wanted, and not what was removed', async () => {
  const agreeing = async () => (await plan()).resources.find(({ resource }) => resource === 'provider-keys')?.agreeing;
  const { id: keyId } = await contribute('sk-test-ours-0001');
  await contribute('sk-test-ours-0002');
  await rig.settle();
  expect(await agreeing()).toBe(2);
  await removeProviderKey(ctx, { id: keyId, waitMs: 0 });
  await rig.settle();
  expect(await agreeing()).toBe(1);
});

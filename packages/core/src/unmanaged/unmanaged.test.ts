import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEntries } from '../audit/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { listCustomProviders } from '../custom-providers/index.ts';
import { listGateways } from '../gateways/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { databaseText } from '../testing/database-text.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { adoptEntries, ignoreEntries, listUnmanagedEntries, unignoreEntries } from './index.ts';

let rig: TestGateway;
let ada: Context;
const claudeKey = 'sk-test-canary-claude-unmanaged';
const customKey = 'sk-test-canary-custom-unmanaged';
const clientKey = 'sk-test-canary-client-unmanaged';
const id = () => rig.gateway.id;

beforeEach(async () => {
  rig = await createTestGateway({
    apiKeys: [clientKey],
    lists: {
      'claude-api-key': [{ 'api-key': claudeKey, prefix: 'p', weight: 3, models: [{ name: 'm', alias: 'a' }] }],
      'openai-compatibility': [
        {
          name: 'acme',
          'base-url': 'https://acme.example/v1',
          'api-key-entries': [{ 'api-key': customKey }],
          models: [{ name: 'large', alias: 'large' }],
        },
      ],
    },
  });
  ada = rig.contextOf(await rig.createUser({ name: 'Ada' }));
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const adaId = () => (ada.actor.type === 'user' ? ada.actor.userId : '');
const unmanaged = () => listUnmanagedEntries(rig.asOwner, { id: id() });
const everything = async (ownerUserId = adaId()) =>
  (await unmanaged()).map(({ resource, key }) => ({ resource, key, ownerUserId }));
const counts = async () => (await listGateways(rig.asOwner))[0]?.unmanaged;

describe('adopting', () => {
  it('gives everything an owner at once, from a preview, and writes nothing to the gateway', async () => {
    const before = rig.double.config();
    const preview = await unmanaged();
    expect(preview.map(({ resource, label }) => [resource, label])).toEqual([
      ['client-keys', 'Client key'],
      ['provider-keys', 'claude key'],
      ['custom-providers', 'acme'],
    ]);
    const answer = await adoptEntries(rig.asOwner, { id: id(), entries: await everything() });
    expect(answer).toMatchObject({ adopted: [{}, {}, {}], refused: [] });
    await rig.settle();
    expect(rig.double.writes()).toEqual([]);
    expect(rig.double.config()).toEqual(before);
    const state = { status: 'applied' };
    expect(await listProviderKeys(ada, { scope: 'own' })).toMatchObject([{ provider: 'claude', state }]);
    expect(await listCustomProviders(ada, { scope: 'own' })).toMatchObject([{ name: 'acme', state }]);
    expect(await listClientKeys(ada, { scope: 'own' })).toMatchObject([{ state }]);
    expect(await unmanaged()).toEqual([]);
    expect(await counts()).toEqual({ 'client-keys': 0, 'provider-keys': 0, 'custom-providers': 0 });
    const said = JSON.stringify([preview, answer, await listAuditEntries(rig.asOwner, { limit: 50 })]);
    expect(said).not.toContain('canary');
    expect(said).toContain('provider-key.adopted');
    expect(await databaseText(rig.services.db)).not.toContain('canary');
  });

  it('keeps fields that Gatehouse does not model when its owner changes or removes it', async () => {
    await adoptEntries(rig.asOwner, { id: id(), entries: await everything() });
    await rig.settle();
    expect(rig.double.entries('claude-api-key')).toMatchObject([{ weight: 3 }]);
    const [own] = await listProviderKeys(ada, { scope: 'own' });
    await removeProviderKey(ada, { id: own?.id ?? '', waitMs: 0 });
    await rig.settle();
    expect(rig.double.entries('claude-api-key')).toEqual([]);
  });

  it('refuses what has an owner by then, what is gone, and owners who are not there', async () => {
    const chosen = await everything();
    const bob = rig.contextOf(await rig.createUser());
    await contributeProviderKey(bob, { provider: 'claude', name: 'Bob’s', apiKey: claudeKey, waitMs: 0 });
    rig.double.editAsForeigner((config) => {
      config.lists['openai-compatibility'] = [];
    });
    const answer = await adoptEntries(rig.asOwner, {
      id: id(),
      entries: chosen.map((entry) => ({
        ...entry,
        ...(entry.resource === 'client-keys' ? { ownerUserId: id() } : {}),
      })),
    });
    expect(answer.adopted).toEqual([]);
    expect(answer.refused.map(({ resource }) => resource)).toEqual([
      'client-keys',
      'provider-keys',
      'custom-providers',
    ]);
    expect(await listProviderKeys(bob, { scope: 'own' })).toHaveLength(1);
    expect(await listProviderKeys(ada, { scope: 'own' })).toEqual([]);
  });

  it('makes one entry of two adoptions at once', async () => {
    const chosen = await everything();
    const answers = await Promise.all([1, 2].map(() => adoptEntries(rig.asOwner, { id: id(), entries: chosen })));
    expect(answers.flatMap(({ adopted }) => adopted)).toHaveLength(3);
    expect(answers.flatMap(({ refused }) => refused)).toHaveLength(3);
  });

  it('is for administrators only', async () => {
    const operator = rig.contextOf(await rig.createUser({ role: 'operator' }));
    await expect(adoptEntries(operator, { id: id(), entries: await everything() })).rejects.toMatchObject({
      payload: { code: 'forbidden' },
    });
  });

  it('does not take over the sentinel of another Gatehouse', async () => {
    const { key, clientKey: own } = await createClientKey(ada, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    rig.double.editAsForeigner((config) => {
      config.apiKeys = [...(config.apiKeys ?? []), 'gh-sentinel-of-somebody-else'];
    });
    const sentinel = (await unmanaged()).find(({ label }) => label.startsWith('Sentinel'));
    expect(sentinel?.obstacle).toMatch(/Another Gatehouse/);
    const entries = [{ resource: 'client-keys' as const, key: sentinel?.key ?? '' }];
    expect(await adoptEntries(rig.asOwner, { id: id(), entries })).toMatchObject({ adopted: [], refused: [{}] });
    await revokeClientKey(ada, { id: own.id, waitMs: 0 });
    await rig.settle();
    expect(rig.double.clientKeys()).toContain('gh-sentinel-of-somebody-else');
    expect(rig.double.clientKeys()).not.toContain(key);
  });
});

describe('R4: contributing a key that stands there unmanaged', () => {
  it('adopts it by the secret itself, without a second copy and without a write', async () => {
    const before = rig.double.entries('claude-api-key');
    await contributeProviderKey(ada, { provider: 'claude', name: 'Mine', apiKey: claudeKey, waitMs: 0 });
    await rig.settle();
    expect(rig.double.entries('claude-api-key')).toEqual(before);
    expect(rig.double.writes()).toEqual([]);
    expect(await listProviderKeys(ada, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
    expect((await counts())?.['provider-keys']).toBe(0);
  });
});

describe('ignoring', () => {
  it('hides entries from the counts, survives a rewrite of the list, and can be taken back', async () => {
    const entries = await everything();
    expect(await ignoreEntries(rig.asOwner, { id: id(), entries })).toEqual({ changed: 3 });
    expect(await ignoreEntries(rig.asOwner, { id: id(), entries })).toEqual({ changed: 0 });
    await rig.converge();
    expect(await counts()).toEqual({ 'client-keys': 0, 'provider-keys': 0, 'custom-providers': 0 });
    expect((await unmanaged()).map(({ isIgnored }) => isIgnored)).toEqual([true, true, true]);
    expect(await databaseText(rig.services.db)).not.toContain('canary');
    await unignoreEntries(rig.asOwner, { id: id(), entries });
    await rig.converge();
    expect((await counts())?.['client-keys']).toBe(1);
  });
});

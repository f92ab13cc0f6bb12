import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider, listCustomProviders, removeCustomProvider } from '../custom-providers/index.ts';
import {
  createGateway,
  listGatewayEvents,
  listGatewaySnapshots,
  listGateways,
  syncGateway,
  undoGateway,
} from '../gateways/index.ts';
import { contributeProviderKey, listProviderKeys, updateProviderKey } from '../provider-keys/index.ts';
import { createTestDrivers, createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createTestServices } from '../testing/services.ts';
import { ignoreEntries, listUnmanagedEntries } from '../unmanaged/index.ts';
import { converge } from './index.ts';

// Windows and traps that come from somebody else who writes: a second process, a second Gatehouse, a person, a panel.

let rig: TestGateway;
let member: UserActor;
let ctx: Context;
const id = () => rig.gateway.id;

beforeEach(async () => {
  rig = await createTestGateway();
  member = await rig.createUser();
  ctx = rig.contextOf(member);
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  vi.useRealTimers();
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const claudeKey = (apiKey = 'sk-test-claude-0001', more = {}) =>
  ({ provider: 'claude', name: 'Mine', apiKey, waitMs: 0, ...more }) as const;
const claudeKeys = () => rig.double.entries('claude-api-key').map((entry) => entry['api-key']);
const custom = (name: string, more = {}) => ({
  name,
  displayName: name,
  baseUrl: `https://${name}.example/v1`,
  apiKey: `sk-test-${name}-0001`,
  models: [{ name: 'large', alias: 'large' }],
  waitMs: 0,
  ...more,
});
const customs = () => rig.double.entries('openai-compatibility');
const addStranger = (key: string) =>
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [...config.lists['claude-api-key'], { 'api-key': key }] as never;
  });
const events = () => listGatewayEvents(rig.asOwner, { id: id(), limit: 50 });
const ownState = async () => (await listProviderKeys(ctx, { scope: 'own' }))[0]?.state;

describe('failure windows with other writers', () => {
  it('F5: somebody changes the list between our reading and our writing', async () => {
    await contributeProviderKey(ctx, claudeKey());
    // The second read of the list is the one right before the write.
    rig.double.faults.add({
      fault: { kind: 'meanwhile', run: () => addStranger('sk-test-stranger') },
      method: 'GET',
      path: '*/claude-api-key',
      nth: 2,
    });
    await rig.converge();
    expect(claudeKeys()).toEqual(['sk-test-stranger']);
    expect(await ownState()).toMatchObject({ status: 'pending', problem: { code: 'list_moved' } });
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-claude-0001']);
  });

  it('F17: two people write custom providers at once, in two processes', async () => {
    const other = await rig.anotherProcess();
    const bob = { ...rig.contextOf(await rig.createUser()), ...other };
    await Promise.all([contributeCustomProvider(ctx, custom('acme')), contributeCustomProvider(bob, custom('bell'))]);
    await Promise.all([rig.converge(), converge(other, id())]);
    await rig.settle();
    expect(
      customs()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['acme', 'bell']);
    expect(rig.double.state().maxWritesInFlight).toBe(1);
  });

  it('F20: a revocation and a new key overlap in two processes', async () => {
    const old = await createClientKey(ctx, { name: 'Old', waitMs: 0 });
    await rig.settle();
    const other = await rig.anotherProcess();
    const [fresh] = await Promise.all([
      createClientKey(ctx, { name: 'New', waitMs: 0 }),
      revokeClientKey({ ...ctx, ...other }, { id: old.clientKey.id, waitMs: 0 }),
      rig.converge(),
      converge(other, id()),
    ]);
    await rig.settle();
    expect(rig.double.clientKeys()).toContain(fresh.key);
    expect(rig.double.clientKeys()).not.toContain(old.key);
    expect(rig.double.state().maxWritesInFlight).toBe(1);
  });
});

describe('traps that remain, found and shown', () => {
  it('R1: somebody writes in the milliseconds of our own write; ours hold, and the list before is kept', async () => {
    addStranger('sk-test-stranger');
    await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    const [snapshot] = await listGatewaySnapshots(rig.asOwner, { id: id() });
    expect(snapshot).toMatchObject({ resource: 'provider-keys', strangerCount: 1 });
    // Their write was made from a list without ours and lands right after ours.
    rig.double.editAsForeigner((config) => {
      config.lists['claude-api-key'] = [{ 'api-key': 'sk-test-other-stranger' }] as never;
    });
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-other-stranger', 'sk-test-claude-0001']);
    expect(await events()).toMatchObject([{ kind: 'missing', action: 'repaired' }]);
    await undoGateway(rig.asOwner, { id: id(), snapshotId: snapshot?.id ?? '' });
    await rig.settle();
    expect(claudeKeys().sort()).toEqual(['sk-test-claude-0001', 'sk-test-stranger']);
  });

  it('R1: what a stranger adds after our last reading is lost unseen; what was there before stays, and a second try holds', async () => {
    addStranger('sk-test-stranger');
    await contributeProviderKey(ctx, claudeKey());
    // The gateway has no conditional write: nobody can know of this one. Its reloads could bring it back by chance.
    rig.double.setTiming({ reloadMs: 0, authsMs: 0 });
    rig.double.faults.add({
      fault: { kind: 'meanwhile', run: () => addStranger('sk-test-late-stranger') },
      method: 'PUT',
      path: '*/claude-api-key',
    });
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-claude-0001']);
    expect(await ownState()).toMatchObject({ status: 'applied' });
    addStranger('sk-test-late-stranger');
    await contributeProviderKey(ctx, claudeKey('sk-test-claude-0002'));
    await rig.settle();
    expect(claudeKeys()).toEqual([
      'sk-test-stranger',
      'sk-test-claude-0001',
      'sk-test-late-stranger',
      'sk-test-claude-0002',
    ]);
  });

  it('R2: two Gatehouses on one gateway leave each other’s entries alone and say that the other is there', async () => {
    const second = await createTestServices({ drivers: createTestDrivers() });
    try {
      const asSecond = second.contextOf(await second.createUser({ role: 'owner' }));
      const { url: baseUrl, managementKey } = rig.double;
      const theirs = await createGateway(asSecond, { name: 'Same', kind: 'cliproxyapi', baseUrl, managementKey });
      await contributeProviderKey(ctx, claudeKey());
      await contributeProviderKey(asSecond, claudeKey('sk-test-claude-of-the-second'));
      for (let round = 0; round < 3; round += 1) {
        await rig.settle();
        await converge(second.services, theirs.id);
      }
      rig.double.clearJournal();
      await rig.converge();
      await converge(second.services, theirs.id);
      expect(rig.double.writes()).toEqual([]);
      expect(claudeKeys().sort()).toEqual(['sk-test-claude-0001', 'sk-test-claude-of-the-second']);
      for (const asOwner of [rig.asOwner, asSecond])
        expect(await listGateways(asOwner)).toMatchObject([{ rival: { reason: 'sentinel', since: expect.any(Date) } }]);
      expect(await events()).toMatchObject([{ kind: 'rival-suspected', details: { reason: 'sentinel' } }]);

      const sentinel = (await listUnmanagedEntries(rig.asOwner, { id: id() })).filter(({ obstacle }) => obstacle);
      await ignoreEntries(rig.asOwner, { id: id(), entries: sentinel.map(({ resource, key }) => ({ resource, key })) });
      await rig.converge();
      expect(await listGateways(rig.asOwner)).toMatchObject([{ rival: null }]);
    } finally {
      await second.destroy();
    }
  });

  it('R2 and R3: what is removed keeps coming back; after three times it is left, said, and asked about', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    for (let time = 0; time < 3; time += 1) {
      rig.double.editAsForeigner((config) => {
        config.apiKeys = [...(config.apiKeys ?? []), key];
      });
      await rig.converge();
    }
    expect(rig.double.clientKeys()).toContain(key);
    expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([
      { state: { status: 'conflict', problem: { code: 'keeps_changing' } } },
    ]);
    expect(await listGateways(rig.asOwner)).toMatchObject([{ rival: { reason: 'returns' } }]);
    expect(await events()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'rival-suspected' }),
        expect.objectContaining({ kind: 'returned', action: 'held', label: 'Laptop' }),
      ]),
    );
    await syncGateway(rig.asOwner, { id: id() });
    expect(rig.double.clientKeys()).not.toContain(key);
    await rig.converge();
    expect(await listGateways(rig.asOwner)).toMatchObject([{ rival: null }]);
  });

  it('R5: a base URL is edited: the old entry goes and the new one comes in one write', async () => {
    const key = await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    rig.double.clearJournal();
    // The answer to the one write is lost as well.
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path: '*/claude-api-key' });
    await updateProviderKey(ctx, { id: key.id, version: 1, baseUrl: 'https://proxy.example', waitMs: 0 });
    await rig.settle();
    expect(rig.double.entries('claude-api-key')).toMatchObject([
      { 'api-key': 'sk-test-claude-0001', 'base-url': 'https://proxy.example' },
    ]);
    expect(rig.double.writes()).toHaveLength(1);
    expect(await listProviderKeys(ctx, { scope: 'own' })).toMatchObject([
      { id: key.id, baseUrl: 'https://proxy.example', state: { status: 'applied' } },
    ]);
  });

  it('R8: a name is taken by a stranger, once or twice: nothing of theirs is written over', async () => {
    const theirs = {
      name: 'acme',
      'base-url': 'https://theirs.example',
      'api-key-entries': [{ 'api-key': 'sk-test-theirs' }],
    };
    rig.double.editAsForeigner((config) => {
      config.lists['openai-compatibility'] = [theirs, { ...theirs, 'base-url': 'https://second.example' }] as never;
    });
    const before = customs();
    await contributeCustomProvider(ctx, custom('acme'));
    await contributeCustomProvider(ctx, custom('bell'));
    await rig.settle();
    expect(customs().slice(0, 2)).toEqual(before);
    expect(customs().map(({ name }) => name)).toEqual(['acme', 'acme', 'bell']);
    const own = await listCustomProviders(ctx, { scope: 'own' });
    expect(own.map(({ name, state }) => [name, state.status])).toEqual([
      ['bell', 'applied'],
      ['acme', 'rejected'],
    ]);
    const acme = own.find(({ name }) => name === 'acme');
    await removeCustomProvider(ctx, { id: acme?.id ?? '', waitMs: 0 });
    await rig.settle();
    await rig.converge();
    expect(customs().slice(0, 2)).toEqual(before);
    await contributeCustomProvider(ctx, custom('acme'));
    await rig.settle();
    expect(customs().slice(0, 2)).toEqual(before);
    const strangers = await listUnmanagedEntries(rig.asOwner, { id: id() });
    expect(strangers.filter(({ label }) => label === 'acme')).toMatchObject([{ copies: 2 }]);
  });

  it('R9: a process whose clock is wrong is no second writer', async () => {
    const other = await rig.anotherProcess();
    await contributeProviderKey(ctx, claudeKey());
    let during: unknown;
    const run = async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
      during = await converge(other, id());
      vi.useRealTimers();
    };
    rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'PUT', path: '*/claude-api-key' });
    await rig.settle();
    expect(during).toEqual({ outcome: 'busy' });
    expect(rig.double.state().maxWritesInFlight).toBe(1);
    expect(claudeKeys()).toEqual(['sk-test-claude-0001']);
  });
});

import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClientKey, listClientKeys } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider, listCustomProviders } from '../custom-providers/index.ts';
import { converge } from '../gateway-sync/index.ts';
import { removeUser } from '../membership/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createGateway, listGatewayEvents, moveGateway, rebuildGateway } from './index.ts';

let rig: TestGateway;
let other: Double;
let ctx: Context;
let clientKey: string;
const id = () => rig.gateway.id;

beforeEach(async () => {
  rig = await createTestGateway();
  other = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 }, managementKey: 'mgmt-test-other' });
  ctx = rig.contextOf(await rig.createUser());
  const common = { name: 'Mine', waitMs: 0 };
  for (const apiKey of ['sk-test-ours-0001', 'sk-test-ours-0002'])
    await contributeProviderKey(ctx, { ...common, provider: 'claude', apiKey, prefix: 'ours' });
  await contributeCustomProvider(ctx, {
    name: 'acme',
    displayName: 'Acme',
    baseUrl: 'https://acme.example/v1',
    apiKey: 'sk-test-acme-0001',
    models: [{ name: 'large', alias: 'large' }],
    waitMs: 0,
  });
  clientKey = (await createClientKey(ctx, common)).key;
  await rig.settle();
});
afterEach(async () => {
  expect([rig.double.everOpen, other.everOpen]).toEqual([false, false]);
  await other.stop();
  await rig.destroy();
});

const admits = async (double: Double, key: string) => {
  await double.settled();
  return (await fetch(`${double.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status === 200;
};
const keysAt = (double: Double) => double.entries('claude-api-key').map((entry) => entry['api-key']);
const customAt = (double: Double) => double.entries('openai-compatibility').map((entry) => entry.name);
const all = ['sk-test-ours-0001', 'sk-test-ours-0002'];

describe('rebuild', () => {
  it('puts everything into an empty gateway at another address, and none of it counts as drift', async () => {
    const answer = await rebuildGateway(rig.asOwner, {
      id: id(),
      baseUrl: other.url,
      managementKey: other.managementKey,
    });
    expect(answer).toMatchObject({ wanted: 5, confirmed: 5, problem: null, gateway: { baseUrl: other.url } });
    expect(keysAt(other)).toEqual(all);
    expect(other.entries('claude-api-key')).toMatchObject([{ prefix: 'ours' }, { prefix: 'ours' }]);
    expect(customAt(other)).toEqual(['acme']);
    expect(await admits(other, clientKey)).toBe(true);
    expect(await listGatewayEvents(rig.asOwner, { id: id(), limit: 50 })).toEqual([]);
  });

  it('restores a gateway that lost its configuration', async () => {
    rig.double.editAsForeigner((config) => {
      config.apiKeys = ['sk-test-nobody'];
      config.lists['claude-api-key'] = [];
      config.lists['openai-compatibility'] = [];
    });
    expect(await rebuildGateway(rig.asOwner, { id: id() })).toMatchObject({ wanted: 5, confirmed: 5, problem: null });
    expect(keysAt(rig.double)).toEqual(all);
    expect(await admits(rig.double, clientKey)).toBe(true);
  });

  it('says why nothing is confirmed', async () => {
    await rig.double.kill();
    expect(await rebuildGateway(rig.asOwner, { id: id() })).toMatchObject({
      confirmed: 0,
      problem: { code: 'unreachable' },
      gateway: { health: 'unreachable' },
    });
    await rig.double.restart();
    await rig.settle();
    expect(keysAt(rig.double)).toEqual(all);
  });
});

describe('move', () => {
  let otherId: string;
  beforeEach(async () => {
    const { baseUrl, managementKey } = { baseUrl: other.url, managementKey: other.managementKey };
    otherId = (await createGateway(rig.asOwner, { name: 'Other', kind: 'cliproxyapi', baseUrl, managementKey })).id;
    await converge(rig.services, otherId);
  });
  const move = () => moveGateway(rig.asOwner, { id: id(), toGatewayId: otherId });

  it('brings everything over, with its owners, and takes it from the first', async () => {
    const ids = (await listProviderKeys(ctx, { scope: 'own' })).map((key) => key.id);
    expect(await move()).toEqual({ moved: 4, confirmedThere: 4, leftHere: 4, kept: [], accounts: [], problem: null });
    expect([keysAt(other), customAt(other)]).toEqual([all, ['acme']]);
    expect([keysAt(rig.double), customAt(rig.double)]).toEqual([[], []]);
    expect([await admits(other, clientKey), await admits(rig.double, clientKey)]).toEqual([true, false]);
    const there = { gatewayId: otherId, state: { status: 'applied', desired: 'present' } };
    const own = await listProviderKeys(ctx, { scope: 'own' });
    expect(own).toMatchObject([there, there]);
    expect(own.map((key) => key.id)).toEqual(ids);
    expect(await listCustomProviders(ctx, { scope: 'own' })).toMatchObject([there]);
    expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([there]);
    expect(await listGatewayEvents(rig.asOwner, { id: id(), limit: 50 })).toEqual([]);
    const [first] = own;
    await removeProviderKey(ctx, { id: first?.id ?? '', waitMs: 0 });
    await converge(rig.services, otherId);
    expect(keysAt(other)).toHaveLength(1);
  });

  it('takes nothing from the first before the second has it, and goes on by itself', async () => {
    await other.kill();
    expect(await move()).toMatchObject({ moved: 4, confirmedThere: 0, leftHere: 0, problem: { code: 'unreachable' } });
    await rig.converge();
    expect(keysAt(rig.double)).toEqual(all);
    expect(await admits(rig.double, clientKey)).toBe(true);
    await other.restart();
    await converge(rig.services, otherId);
    await rig.settle();
    expect([keysAt(other), keysAt(rig.double)]).toEqual([all, []]);
  });

  it('leaves what the other has already, and moves the rest', async () => {
    const bob = rig.contextOf(await rig.createUser());
    await contributeProviderKey(bob, {
      gatewayId: otherId,
      provider: 'claude',
      name: 'Bob’s',
      apiKey: 'sk-test-ours-0001',
      waitMs: 0,
    });
    expect(await move()).toMatchObject({
      moved: 3,
      confirmedThere: 3,
      leftHere: 3,
      kept: [{ label: 'claude · Mine' }],
    });
    expect(keysAt(rig.double)).toEqual(['sk-test-ours-0001']);
  });

  it('a person who is removed meanwhile leaves both', async () => {
    await other.kill();
    await move();
    await removeUser(rig.asOwner, { id: ctx.actor.type === 'user' ? ctx.actor.userId : '' });
    await other.restart();
    await converge(rig.services, otherId);
    await rig.settle();
    expect([keysAt(other), keysAt(rig.double), customAt(other), customAt(rig.double)]).toEqual([[], [], [], []]);
    expect([await admits(other, clientKey), await admits(rig.double, clientKey)]).toEqual([false, false]);
  });
});

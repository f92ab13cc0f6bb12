import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { type LitellmDouble, startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import {
  createGateway,
  listGatewayEvents,
  listGatewaySnapshots,
  moveGateway,
  planGateway,
  rebuildGateway,
  undoGateway,
  updateGateway,
} from '../gateways/index.ts';
import { confirmUserRemoval, removeUser } from '../membership/index.ts';
import { contributeProviderKey, listProviderKeys } from '../provider-keys/index.ts';
import { createTestLitellm, hashOf, type TestLitellm, theirKey } from '../testing/litellm.ts';
import { converge } from './index.ts';

// What keeps a gateway equal to the database over years, at one that shows no secret again.

let rig: TestLitellm;
let double: LitellmDouble;
let id: string;
let asOwner: Context;
let ada: UserActor;
let asAda: Context;

beforeEach(async () => {
  rig = await createTestLitellm();
  ({ double, gatewayId: id, asOwner, ada, asAda } = rig);
});
afterEach(() => rig.destroy());

const offered = (at = double) => at.models().map(({ model_name }) => model_name);
const claude = {
  provider: 'claude',
  name: 'Mine',
  apiKey: 'sk-test-claude-canary',
  models: [{ name: 'claude-opus-5', alias: 'big' }],
  waitMs: 0,
} as const;
const acme = {
  name: 'acme',
  displayName: 'Acme',
  baseUrl: 'https://acme.example/v1',
  apiKey: 'sk-test-acme-canary',
  models: [{ name: 'acme-large', alias: 'large' }],
  waitMs: 0,
};

describe('undoing at a LiteLLM', () => {
  it('puts strangers back as far as can be, and says what cannot', async () => {
    await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await contributeCustomProvider(asAda, acme);
    await rig.settle();
    const snapshots = await listGatewaySnapshots(asOwner, { id });
    expect(snapshots.map(({ resource, strangerCount }) => [resource, strangerCount])).toEqual(
      expect.arrayContaining([
        ['client-keys', 1],
        ['custom-providers', 2],
      ]),
    );
    double.editAsForeigner(({ keys, models }) => {
      Object.assign(keys.get(hashOf(theirKey)) ?? {}, { models: [], max_budget: 900 });
      models.splice(0, 1);
    });
    const undo = (resource: string) => {
      const snapshotId = snapshots.find((one) => one.resource === resource)?.id ?? '';
      return undoGateway(asOwner, { id, snapshotId });
    };
    expect(await undo('client-keys')).toMatchObject({ isChanged: true, strangers: 1, notRestored: [] });
    expect(double.keys().find(({ key_alias }) => key_alias === 'theirs')).toMatchObject({
      models: ['big'],
      max_budget: null,
    });
    expect(await undo('custom-providers')).toMatchObject({
      isChanged: false,
      notRestored: [{ label: 'their-model', reason: expect.stringContaining('credential') }],
    });
    expect(offered().sort()).toEqual(['in-file', 'large']);
  });
});

describe('people at a LiteLLM', () => {
  it('are there with a name while they have a key, and gone with the last of it', async () => {
    const { clientKey } = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    const person = `gatehouse-${ada.userId}`;
    expect(double.users()).toMatchObject([{ user_id: person, user_alias: 'Ada', user_email: null }]);
    expect(double.keys().map(({ user_id }) => user_id ?? null)).toEqual([null, person]);
    await rig.services.db.updateTable('users').set({ name: 'Ada L.' }).where('id', '=', ada.userId).execute();
    await rig.settle();
    expect(double.users()).toMatchObject([{ user_alias: 'Ada L.' }]);
    await revokeClientKey(asAda, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    expect(double.users()).toEqual([]);
  });

  it('come back with their keys when somebody deletes them, and stay while others’ keys hang on them', async () => {
    const { key, clientKey } = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    const answer = await fetch(`${double.url}/user/delete`, {
      method: 'POST',
      headers: { authorization: `Bearer ${double.masterKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user_ids: [`gatehouse-${ada.userId}`] }),
    });
    expect([answer.status, double.hasKey(key)]).toEqual([200, false]);
    await rig.settle();
    expect([double.hasKey(key), double.users().length]).toEqual([true, 1]);
    double.editAsForeigner(({ keys }) =>
      Object.assign(keys.get(hashOf(theirKey)) ?? {}, { user_id: `gatehouse-${ada.userId}` }),
    );
    await revokeClientKey(asAda, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    expect([double.keys().length, double.users().length]).toEqual([1, 1]);
  });

  it('leave with everything of theirs when they are removed', async () => {
    const { key } = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(asAda, { ...claude, models: [...claude.models] });
    await contributeCustomProvider(asAda, acme);
    await rig.settle();
    await removeUser(asOwner, { id: ada.userId });
    await rig.settle();
    await confirmUserRemoval(rig.services, { userId: ada.userId });
    expect([double.hasKey(key), double.users().length, offered().sort()]).toEqual([
      false,
      0,
      ['in-file', 'their-model'],
    ]);
  });
});

describe('drift at a LiteLLM', () => {
  const harm = () =>
    double.editAsForeigner(({ keys }) => {
      for (const row of keys.values())
        if (row.key_alias !== 'theirs') Object.assign(row, { blocked: true, user_id: null });
    });

  it('is an event and repaired', async () => {
    const { key } = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await contributeCustomProvider(asAda, acme);
    await rig.settle();
    double.editAsForeigner(({ keys, models }) => {
      keys.delete(hashOf(key));
      for (const row of models) if (row.model_name === 'large') Object.assign(row, { model_name: 'small' });
    });
    await rig.settle();
    expect([double.admits(key), offered().includes('large')]).toEqual([true, true]);
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', label: 'Acme', action: 'repaired' },
      { kind: 'missing', label: 'Laptop', action: 'repaired' },
    ]);
  });

  it('is only reported where the policy says so, and a plan shows it', async () => {
    await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    await updateGateway(asOwner, { id, policy: 'report' });
    harm();
    double.clearJournal();
    await converge(rig.services, id);
    await converge(rig.services, id);
    expect(double.writes()).toEqual([]);
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', action: 'reported' },
    ]);
    const plan = await planGateway(asOwner, { id });
    expect(plan).toMatchObject({ problem: null, accounts: null });
    expect(plan.resources[0]?.held).toMatchObject([{ label: 'Laptop', reason: 'policy' }]);
  });
});

describe('rebuilding and moving', () => {
  let other: Double;
  let empty: LitellmDouble;
  let otherId: string;
  beforeEach(async () => {
    other = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 } });
    empty = await startLitellmDouble({ version: '1.81' });
  });
  afterEach(() => Promise.all([other.stop(), empty.stop()]));
  const addOther = async () => {
    const at = { baseUrl: other.url, managementKey: other.managementKey };
    otherId = (await createGateway(asOwner, { name: 'CLIProxyAPI', kind: 'cliproxyapi', ...at })).id;
    await converge(rig.services, otherId);
  };

  it('an empty LiteLLM gets everything but what only others know', async () => {
    empty.addTeam('blue');
    const { key } = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(asAda, { ...claude, models: [...claude.models] });
    await contributeCustomProvider(asAda, acme);
    await rig.adopt(await rig.stranger('client-keys'));
    await rig.settle();
    const answer = await rebuildGateway(asOwner, { id, baseUrl: empty.url, managementKey: empty.masterKey });
    expect(answer).toMatchObject({
      wanted: 4,
      confirmed: 3,
      problem: null,
      lost: [{ label: 'theirs', reason: expect.stringContaining('only whoever uses it') }],
      accounts: [],
    });
    expect([empty.admits(key), offered(empty).sort(), empty.users().length]).toEqual([true, ['big', 'large'], 1]);
  });

  it('what both can hold moves from CLIProxyAPI to LiteLLM and back, the rest stays', async () => {
    await addOther();
    const { key } = await createClientKey(asAda, { gatewayId: otherId, name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(asAda, { ...claude, gatewayId: otherId, models: [...claude.models] });
    const proxied = { ...claude, apiKey: 'sk-test-proxied', name: 'Proxied', proxyUrl: 'http://proxy.example:8080' };
    await contributeProviderKey(asAda, { ...proxied, gatewayId: otherId, models: [...claude.models] });
    await contributeCustomProvider(asAda, { ...acme, gatewayId: otherId });
    await rig.settle(otherId);

    const there = await moveGateway(asOwner, { id: otherId, toGatewayId: id });
    expect(there).toMatchObject({ moved: 3, confirmedThere: 3, leftHere: 3, accounts: [], problem: null });
    expect(there.kept).toMatchObject([{ label: 'claude · Proxied', reason: expect.stringContaining('a proxy') }]);
    expect([double.admits(key), offered().sort()]).toEqual([true, ['big', 'in-file', 'large', 'their-model']]);
    expect(other.entries('claude-api-key')).toMatchObject([{ 'api-key': 'sk-test-proxied' }]);
    expect(await listClientKeys(asAda, { scope: 'own' })).toMatchObject([
      { gatewayId: id, state: { status: 'applied' } },
    ]);

    await rig.adopt(await rig.stranger('client-keys'));
    await rig.settle();
    const back = await moveGateway(asOwner, { id, toGatewayId: otherId });
    expect(back).toMatchObject({ moved: 3, confirmedThere: 3, leftHere: 3, problem: null });
    expect(back.kept).toMatchObject([{ label: 'theirs', reason: expect.stringContaining('Nobody here knows') }]);
    expect(other.clientKeys()).toContain(key);
    expect(other.everOpen).toBe(false);
    expect(double.keys()).toMatchObject([{ key_alias: 'theirs' }]);
    expect(await listProviderKeys(asAda, { scope: 'own' })).toHaveLength(2);
  });
});

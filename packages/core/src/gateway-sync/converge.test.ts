import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { listGateways, syncGateway, updateGateway } from '../gateways/index.ts';
import { listModels } from '../models/index.ts';
import { contributeProviderKey, listProviderKeys } from '../provider-keys/index.ts';
import { createTestDrivers, createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { converge, createSyncWorker } from './index.ts';

let rig: TestGateway;
let member: UserActor;
let ctx: Context;

beforeEach(async () => {
  rig = await createTestGateway({
    lists: { 'claude-api-key': [{ 'api-key': 'sk-test-stranger', 'base-url': 'https://stranger.example', weight: 3 }] },
  });
  member = await rig.createUser();
  ctx = rig.contextOf(member);
  await rig.settle();
});
afterEach(() => rig.destroy());

const contribute = (apiKey: string, more = {}) =>
  contributeProviderKey(ctx, { provider: 'claude', name: 'Mine', apiKey, waitMs: 0, ...more });
const claudeEntries = () => rig.double.entries('claude-api-key');
const ownState = async () => (await listProviderKeys(ctx, { scope: 'own' }))[0]?.state;

describe('converge', () => {
  it('keeps strangers as they are and counts them', async () => {
    const [stranger] = claudeEntries();
    await contribute('sk-test-claude-0001', { excludedModels: ['Claude-3-*'] });
    await rig.settle();
    expect(claudeEntries()).toEqual([stranger, expect.objectContaining({ 'api-key': 'sk-test-claude-0001' })]);
    expect(await listGateways(rig.asOwner)).toMatchObject([
      { health: 'healthy', unmanaged: { 'provider-keys': 1 }, entries: { applied: 2, pending: 0 } },
    ]);
  });

  it('writes nothing when nothing is different', async () => {
    await contribute('sk-test-claude-0001');
    await rig.settle();
    rig.double.clearJournal();
    await rig.converge();
    await rig.converge();
    expect(rig.double.writes()).toEqual([]);
  });

  it('makes many contributions one write', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => rig.createUser()));
    rig.double.clearJournal();
    await Promise.all(
      people.map((person, index) =>
        contributeProviderKey(rig.contextOf(person), {
          provider: 'claude',
          name: 'Mine',
          apiKey: `sk-test-claude-${2000 + index}`,
          waitMs: 0,
        }),
      ),
    );
    await rig.settle();
    expect(claudeEntries()).toHaveLength(31);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('repairs what somebody else removed, and asks after the third time', async () => {
    await contribute('sk-test-claude-0001');
    await rig.settle();
    const removeOurs = () =>
      rig.double.editAsForeigner((config) => {
        config.lists['claude-api-key'] = config.lists['claude-api-key'].filter(
          (entry) => entry['api-key'] === 'sk-test-stranger',
        );
      });
    for (let time = 1; time <= 2; time += 1) {
      removeOurs();
      await rig.settle();
      expect(claudeEntries()).toHaveLength(2);
    }
    removeOurs();
    await rig.converge();
    expect(claudeEntries()).toHaveLength(1);
    expect(await ownState()).toMatchObject({ status: 'conflict', problem: { code: 'keeps_changing' } });
    await syncGateway(rig.asOwner, { id: rig.gateway.id });
    expect(claudeEntries()).toHaveLength(2);
    expect(await ownState()).toMatchObject({ status: 'applied', problem: null });
  });

  it('stops after one refused authentication, in every process, until the key is changed', async () => {
    rig.double.rotateManagementKey('mgmt-test-rotated');
    rig.double.clearJournal();
    await contribute('sk-test-claude-0001');
    expect(await rig.converge()).toMatchObject({ outcome: 'failed', problem: { code: 'unauthorized' } });
    expect(await rig.converge()).toEqual({ outcome: 'locked-out' });
    expect(await converge(await rig.anotherProcess(), rig.gateway.id)).toEqual({ outcome: 'locked-out' });
    expect(rig.double.requests().filter(({ status }) => status === 401)).toHaveLength(1);
    expect(await listGateways(rig.asOwner)).toMatchObject([
      { health: 'locked-out', problem: { code: 'unauthorized' } },
    ]);
    expect(await ownState()).toMatchObject({ status: 'pending', problem: { code: 'unauthorized' } });
    await updateGateway(rig.asOwner, { id: rig.gateway.id, managementKey: 'mgmt-test-rotated' });
    await rig.settle();
    expect(await ownState()).toMatchObject({ status: 'applied' });
  });

  it('lets every process in again once an operator has asked in one of them', async () => {
    const other = { ...(await rig.anotherProcess()), drivers: createTestDrivers() };
    rig.double.faults.add({ fault: { kind: 'unauthorized' }, path: '/v0/management/*' });
    expect(await converge(other, rig.gateway.id)).toMatchObject({ outcome: 'failed' });
    await syncGateway(rig.asOwner, { id: rig.gateway.id });
    await contribute('sk-test-claude-0001');
    expect(await converge(other, rig.gateway.id)).toMatchObject({ outcome: 'converged' });
    expect(await ownState()).toMatchObject({ status: 'applied' });
  });

  it('lets us in again once the management key was confirmed, even if it is the same', async () => {
    rig.double.faults.add({ fault: { kind: 'unauthorized' }, path: '/v0/management/*' });
    expect(await rig.converge()).toMatchObject({ outcome: 'failed' });
    await updateGateway(rig.asOwner, { id: rig.gateway.id, managementKey: rig.double.managementKey });
    expect(await rig.converge()).toMatchObject({ outcome: 'converged' });
  });

  it('tries again after a limit of requests: that says nothing about an entry', async () => {
    rig.double.faults.add({ fault: { kind: 'status', status: 429 }, method: 'PUT', path: '/v0/management/*' });
    await contribute('sk-test-claude-0001');
    await rig.converge();
    expect(await ownState()).toMatchObject({ status: 'pending', problem: { retryAfterSeconds: 60 } });
    await rig.settle();
    expect(await ownState()).toMatchObject({ status: 'applied', problem: null });
  });

  it('has one writer: a second process that starts at the same time leaves it alone', async () => {
    await contribute('sk-test-claude-0001');
    const other = await rig.anotherProcess();
    const reports = await Promise.all([rig.converge(), converge(other, rig.gateway.id)]);
    expect(reports.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'converged']);
    expect(rig.double.state().maxWritesInFlight).toBe(1);
  });

  it('reads the models, and keeps them when the gateway is down', async () => {
    await contribute('sk-test-claude-0001');
    await rig.settle();
    await rig.double.settled();
    await rig.converge();
    const before = await listModels(ctx, {});
    expect(before.models.some(({ id }) => id.startsWith('claude-'))).toBe(true);
    expect(before.isStale).toBe(false);
    await rig.double.kill();
    await rig.converge();
    rig.services.cache.clear();
    const after = await listModels(ctx, {});
    expect(after.models).toEqual(before.models);
    expect(after.isStale).toBe(true);
    await rig.double.restart();
  });

  it('holds no secret in problems, audit entries or log lines', async () => {
    rig.double.faults.add({ fault: { kind: 'status', status: 500, body: 'html' }, method: 'PUT', count: 0 });
    await contribute('sk-test-canary-claude');
    const { key } = await createClientKey(ctx, { name: 'Canary', waitMs: 0 });
    await rig.converge();
    const tables = ['gateway_entries', 'gateways', 'audit_entries', 'provider_keys', 'client_keys'] as const;
    const rows = await Promise.all(tables.map((table) => rig.services.db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify([rows, rig.logged, await listClientKeys(ctx, { scope: 'own' })]);
    for (const secret of ['sk-test-canary-claude', key, rig.double.managementKey]) expect(text).not.toContain(secret);
  });
});

describe('the worker', () => {
  it('two of them on one database apply everything once', async () => {
    const other = await rig.anotherProcess();
    const workers = [createSyncWorker(rig.services), createSyncWorker(other)];
    for (const worker of workers) worker.start();
    try {
      rig.double.clearJournal();
      const people = await Promise.all(Array.from({ length: 12 }, () => rig.createUser()));
      await Promise.all(
        people.map(async (person, index) => {
          const created = contributeProviderKey(
            { ...rig.contextOf(person), wakeSync: (id) => workers[index % 2]?.wake(id) },
            { provider: 'gemini', name: 'Mine', apiKey: `AIza-test-${3000 + index}`, waitMs: 9000 },
          );
          expect((await created).state).toMatchObject({ status: 'applied' });
        }),
      );
      expect(rig.double.entries('gemini-api-key')).toHaveLength(12);
      expect(rig.double.state().maxWritesInFlight).toBe(1);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  });
});

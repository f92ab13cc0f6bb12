import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClientKey, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { listGatewayEvents, listGateways, removeOldEvents, syncGateway, updateGateway } from '../gateways/index.ts';
import { contributeProviderKey, listProviderKeys } from '../provider-keys/index.ts';
import { databaseText } from '../testing/database-text.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';

let rig: TestGateway;
let ctx: Context;
const secret = 'sk-test-canary-of-events';

beforeEach(async () => {
  rig = await createTestGateway();
  ctx = rig.contextOf(await rig.createUser());
  await contributeProviderKey(ctx, { provider: 'claude', name: 'Mine', apiKey: secret, prefix: 'ours', waitMs: 0 });
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const events = () => listGatewayEvents(rig.asOwner, { id: rig.gateway.id, limit: 50 });
const editClaude = (edit: (entries: Record<string, unknown>[]) => Record<string, unknown>[]) =>
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = edit(config.lists['claude-api-key'] as Record<string, unknown>[]) as never;
  });
const claude = () => rig.double.entries('claude-api-key');
const ownState = async () => (await listProviderKeys(ctx, { scope: 'own' }))[0]?.state;

describe('events', () => {
  it('say nothing of what Gatehouse does itself', async () => {
    expect(await events()).toEqual([]);
  });

  it.each<[string, Parameters<typeof editClaude>[0]]>([
    ['missing', () => []],
    ['changed', (entries) => entries.map((entry) => ({ ...entry, prefix: 'theirs' }))],
    ['duplicated', (entries) => [...entries, ...entries]],
  ])('%s: told once, repaired, and without the secret', async (kind, edit) => {
    editClaude(edit);
    await rig.settle();
    expect(await events()).toMatchObject([
      { kind, action: 'repaired', resource: 'provider-keys', label: 'claude · Mine', resolvedAt: expect.any(Date) },
    ]);
    expect(claude()).toMatchObject([{ 'api-key': secret, prefix: 'ours' }]);
    await rig.converge();
    expect(await events()).toHaveLength(1);
    expect(JSON.stringify(await events())).not.toContain('canary');
    expect(await databaseText(rig.services.db)).not.toContain(secret);
  });

  it('returned: a revoked key that somebody puts back', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    rig.double.editAsForeigner((config) => {
      config.apiKeys = [...(config.apiKeys ?? []), key];
    });
    await rig.settle();
    expect(rig.double.clientKeys()).not.toContain(key);
    expect(await events()).toMatchObject([{ kind: 'returned', action: 'repaired', label: 'Laptop' }]);
  });

  it('stay open while a repair is not confirmed, and close with it', async () => {
    editClaude(() => []);
    rig.double.faults.add({
      fault: { kind: 'status', status: 502, body: 'html' },
      method: 'PUT',
      path: '*/claude-api-key',
    });
    await rig.converge();
    expect(await events()).toMatchObject([{ kind: 'missing', action: 'repairing', resolvedAt: null }]);
    await rig.settle();
    expect(await events()).toMatchObject([{ kind: 'missing', action: 'repaired', resolvedAt: expect.any(Date) }]);
  });

  it('the third reversal is held', async () => {
    for (let time = 0; time < 3; time += 1) {
      editClaude(() => []);
      await rig.converge();
    }
    expect((await events()).map(({ action }) => action)).toEqual(['held', 'repaired', 'repaired']);
    await syncGateway(rig.asOwner, { id: rig.gateway.id });
    expect((await events())[0]).toMatchObject({ action: 'held', resolvedAt: expect.any(Date) });
  });

  it('name a gateway that goes, comes back and is another version', async () => {
    await rig.double.kill();
    await rig.converge();
    await rig.converge();
    rig.double.setProfile({ version: 'v7.3.0', commit: 'abc' });
    await rig.double.restart();
    await rig.converge();
    expect(await events()).toMatchObject([
      {
        kind: 'version-changed',
        resource: null,
        details: { from: expect.stringContaining('v7.2.140'), to: expect.stringContaining('v7.3.0') },
      },
      { kind: 'health-changed', details: { from: 'unreachable', to: 'healthy' } },
      { kind: 'health-changed', details: { from: 'healthy', to: 'unreachable', problem: 'unreachable' } },
    ]);
    rig.double.rotateManagementKey('mgmt-test-other');
    await rig.converge();
    expect((await events())[0]).toMatchObject({ kind: 'locked-out', details: { problem: 'unauthorized' } });
  });

  it('are kept for 90 days, and page', async () => {
    for (let time = 0; time < 2; time += 1) {
      editClaude(() => []);
      await rig.settle();
    }
    const [first, second] = await events();
    expect(await listGatewayEvents(rig.asOwner, { id: rig.gateway.id, limit: 1 })).toEqual([first]);
    expect(await listGatewayEvents(rig.asOwner, { id: rig.gateway.id, limit: 9, before: first?.id })).toEqual([second]);
    await rig.services.db
      .updateTable('gateway_events')
      .set({ at: new Date(Date.now() - 91 * 86_400_000) } as never)
      .where('id', '=', second?.id ?? '')
      .execute();
    expect(await removeOldEvents(rig.services.db)).toBe(1);
    expect(await events()).toEqual([first]);
  });
});

describe('a gateway that only reports', () => {
  beforeEach(async () => {
    await updateGateway(rig.asOwner, { id: rig.gateway.id, policy: 'report' });
    await rig.converge();
    rig.double.clearJournal();
  });

  it('shows a difference once and writes nothing, until somebody asks', async () => {
    editClaude(() => []);
    rig.double.clearJournal();
    await rig.converge();
    await rig.converge();
    expect(rig.double.writes()).toEqual([]);
    expect(await ownState()).toMatchObject({ status: 'drifted', problem: { code: 'changed_outside' } });
    expect(await events()).toMatchObject([{ kind: 'missing', action: 'reported', resolvedAt: null }]);
    await syncGateway(rig.asOwner, { id: rig.gateway.id });
    expect(claude()).toHaveLength(1);
    expect(await ownState()).toMatchObject({ status: 'applied', problem: null });
    expect(await events()).toMatchObject([{ action: 'reported', resolvedAt: expect.any(Date) }]);
  });

  it('applies at once what nobody had seen yet when somebody asks', async () => {
    editClaude(() => []);
    await syncGateway(rig.asOwner, { id: rig.gateway.id });
    expect(claude()).toHaveLength(1);
  });

  it('still writes what people newly want and what they no longer want', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    expect(rig.double.clientKeys()).toContain(key);
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    expect(rig.double.clientKeys()).not.toContain(key);
  });

  it('is at peace again when the difference goes by itself, and repairs once the policy does', async () => {
    const before = claude();
    editClaude(() => []);
    await rig.converge();
    editClaude(() => before);
    await rig.settle();
    expect(await ownState()).toMatchObject({ status: 'applied' });
    editClaude(() => []);
    await rig.converge();
    await updateGateway(rig.asOwner, { id: rig.gateway.id, policy: 'repair' });
    await rig.settle();
    expect(claude()).toHaveLength(1);
    expect(await listGateways(rig.asOwner)).toMatchObject([{ policy: 'repair', entries: { applied: 2, drifted: 0 } }]);
  });
});

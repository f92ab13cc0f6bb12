import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider, listCustomProviders, updateCustomProvider } from '../custom-providers/index.ts';
import { listGatewayEvents, syncGateway } from '../gateways/index.ts';
import { listModels } from '../models/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';

// Windows that come from the gateway itself: lost answers, silent drops, restarts, asynchronous reloads, a broken disk.

let rig: TestGateway;
let member: UserActor;
let ctx: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  member = await rig.createUser();
  ctx = rig.contextOf(member);
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const claudeKey = (apiKey = 'sk-test-claude-0001') =>
  ({ provider: 'claude', name: 'Mine', apiKey, waitMs: 0 }) as const;
const claudeKeys = () => rig.double.entries('claude-api-key').map((entry) => entry['api-key']);
const ownKeys = () => listProviderKeys(ctx, { scope: 'own' });
const custom = {
  name: 'acme',
  displayName: 'Acme',
  baseUrl: 'https://acme.example/v1',
  apiKey: 'sk-test-acme-0001',
  models: [{ name: 'acme-large', alias: 'large' }],
  waitMs: 0,
};
const customs = () => rig.double.entries('openai-compatibility');
const admits = async (key: string) => {
  await rig.double.settled();
  return (await fetch(`${rig.double.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status === 200;
};

describe('failure windows of the gateway', () => {
  it('F6: an entry that the gateway would drop is refused before it is written', async () => {
    const codex = { provider: 'codex', name: 'Mine', apiKey: 'sk-test-codex-0001', waitMs: 0 } as const;
    await expect(contributeProviderKey(ctx, codex)).rejects.toMatchObject({ payload: { code: 'entry_refused' } });
    expect(await ownKeys()).toEqual([]);
    expect(rig.double.writes()).toEqual([]);
  });

  it('F6: an entry that the gateway acknowledges and drops is never shown as applied', async () => {
    rig.double.faults.add({ fault: { kind: 'lost-change' }, method: 'PUT', path: '*/claude-api-key', count: 0 });
    await contributeProviderKey(ctx, claudeKey());
    const seen = new Set<string>();
    for (let run = 0; run < 4; run += 1) {
      await rig.converge();
      seen.add((await ownKeys())[0]?.state.status ?? '');
    }
    expect(seen.has('applied')).toBe(false);
    expect(await ownKeys()).toMatchObject([{ state: { status: 'rejected', problem: { code: 'dropped' } } }]);
  });

  it('an entry that one version drops is tried again when the gateway is another version', async () => {
    const fault = rig.double.faults.add({
      fault: { kind: 'lost-change' },
      method: 'PUT',
      path: '*/claude-api-key',
      count: 0,
    });
    await contributeProviderKey(ctx, claudeKey());
    for (let run = 0; run < 4; run += 1) await rig.converge();
    expect(await ownKeys()).toMatchObject([{ state: { status: 'rejected' } }]);
    rig.double.faults.remove(fault);
    await rig.double.kill();
    await rig.converge();
    rig.double.setProfile({ version: 'v7.3.0' });
    await rig.double.restart();
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-claude-0001']);
    expect(await ownKeys()).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('F7: a custom provider that is said to be contributed is at the gateway', async () => {
    await contributeCustomProvider(ctx, custom);
    await rig.settle();
    expect(customs()).toMatchObject([{ name: 'acme', 'base-url': 'https://acme.example/v1' }]);
    expect(await listCustomProviders(ctx, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('F10: a removal is applied and its answer is lost', async () => {
    const { id } = await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    rig.double.clearJournal();
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path: '*/claude-api-key' });
    const { state } = await removeProviderKey(ctx, { id, waitMs: 0 });
    expect(state).toMatchObject({ desired: 'absent', status: 'pending' });
    await rig.settle();
    expect(claudeKeys()).toEqual([]);
    expect(await ownKeys()).toEqual([]);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('F16: a custom provider is changed and its write fails', async () => {
    const { id } = await contributeCustomProvider(ctx, custom);
    await rig.settle();
    rig.double.faults.add({ fault: { kind: 'reset' }, method: 'PUT', path: '*/openai-compatibility' });
    const changes = { baseUrl: 'https://new.example/v1', apiKeys: [{ value: 'sk-test-acme-0002' }] };
    await updateCustomProvider(ctx, { id, version: 1, ...changes, waitMs: 0 });
    await rig.converge();
    expect(customs()).toMatchObject([{ 'base-url': 'https://acme.example/v1' }]);
    const [own] = await listCustomProviders(ctx, { scope: 'own' });
    expect(own?.state.status).toBe('unknown');
    await rig.settle();
    expect(customs()).toMatchObject([
      { 'base-url': 'https://new.example/v1', 'api-key-entries': [{ 'api-key': 'sk-test-acme-0002' }] },
    ]);
  });

  it('F19: a client key is revoked and three runs fail', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    rig.double.faults.add({
      fault: { kind: 'status', status: 503, body: 'empty' },
      method: 'PUT',
      path: '*/api-keys',
      count: 3,
    });
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    for (let run = 0; run < 3; run += 1) {
      await rig.converge();
      expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([
        { state: { desired: 'absent', status: 'unknown', problem: { code: 'server_error' } } },
      ]);
    }
    expect(await admits(key)).toBe(true);
    await rig.settle();
    expect(await admits(key)).toBe(false);
  });

  it('F23: the gateway restarts with an older configuration', async () => {
    const older = rig.double.file;
    await contributeProviderKey(ctx, claudeKey());
    await contributeCustomProvider(ctx, custom);
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    rig.double.editFile(() => older);
    await rig.double.restart();
    await rig.double.settled();
    expect(claudeKeys()).toEqual([]);
    await rig.settle();
    expect([claudeKeys(), customs().map(({ name }) => name)]).toEqual([['sk-test-claude-0001'], ['acme']]);
    expect(await admits(key)).toBe(true);
    const events = await listGatewayEvents(rig.asOwner, { id: rig.gateway.id, limit: 50 });
    expect(events.filter(({ kind, action }) => kind === 'missing' && action === 'repaired')).toHaveLength(3);
  });

  it('F25: the models follow the reload, not the answer to the write', async () => {
    rig.double.setTiming({ reloadMs: 150, authsMs: 150 });
    // As in every process that serves people: it hears over the database what the sync found out.
    const reader = { ...ctx, ...(await rig.anotherProcess()) };
    expect((await listModels(reader, {})).models).toEqual([]);
    await contributeProviderKey(ctx, claudeKey());
    await rig.converge();
    await listModels(reader, {});
    await rig.double.settled();
    await rig.converge();
    await vi.waitFor(async () => expect((await listModels(reader, {})).models.length).toBeGreaterThan(0));
  });

  it('F26: the gateway changes its memory, cannot save, and forgets at its restart', async () => {
    rig.double.setDisk('broken');
    await contributeProviderKey(ctx, claudeKey());
    await rig.converge();
    rig.double.setDisk('fine');
    await rig.double.restart();
    await rig.double.settled();
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-claude-0001']);
    expect(rig.double.file).toContain('sk-test-claude-0001');
    expect(await ownKeys()).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('F28: the management key becomes wrong, and people go on working', async () => {
    rig.double.rotateManagementKey('mgmt-test-rotated');
    for (let round = 0; round < 8; round += 1) {
      await contributeProviderKey(ctx, claudeKey(`sk-test-claude-${2000 + round}`));
      await rig.converge();
      await syncGateway(rig.asOwner, { id: rig.gateway.id });
    }
    expect(rig.double.requests().filter(({ status }) => status === 401)).toHaveLength(3);
    expect(rig.double.state().bans.some(({ isBanned }) => isBanned)).toBe(false);
    expect((await ownKeys()).every(({ state }) => state.status === 'pending' && state.problem)).toBe(true);
  });

  it('R7: a restart loses what the gateway only remembers, and nothing is written because of it', async () => {
    await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    rig.double.clearJournal();
    await rig.double.restart();
    await rig.converge();
    await rig.converge();
    expect(rig.double.writes()).toEqual([]);
    expect(await listGatewayEvents(rig.asOwner, { id: rig.gateway.id, limit: 50 })).toEqual([]);
  });
});

import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider, listCustomProviders, removeCustomProvider } from '../custom-providers/index.ts';
import { confirmUserRemoval, removeUser } from '../membership/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';

// Each window of the typical dashboard, by its number: what is left when something breaks right there, and that it ends well.

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
  expect(rig.double.state().maxWritesInFlight).toBeLessThanOrEqual(1);
  await rig.destroy();
});

const claudeKey = (apiKey = 'sk-test-claude-0001') =>
  ({ provider: 'claude', name: 'Mine', apiKey, waitMs: 0 }) as const;
const claudeKeysAtGateway = () => rig.double.entries('claude-api-key').map((entry) => entry['api-key']);
const ownKeys = () => listProviderKeys(ctx, { scope: 'own' });
const custom = {
  name: 'acme',
  displayName: 'Acme',
  baseUrl: 'https://acme.example/v1',
  apiKey: 'sk-test-acme-0001',
  models: [{ name: 'acme-large', alias: 'large' }],
  waitMs: 0,
};
const customAtGateway = () => rig.double.entries('openai-compatibility').map((entry) => entry.name);

describe('failure windows', () => {
  it('F1: the process dies after the row is committed and before the gateway is called', async () => {
    const { id } = await contributeProviderKey(ctx, claudeKey());
    expect(claudeKeysAtGateway()).toEqual([]);
    await rig.settle();
    expect(claudeKeysAtGateway()).toEqual(['sk-test-claude-0001']);
    expect(await ownKeys()).toMatchObject([{ id, state: { status: 'applied' } }]);
  });

  it('F2: the write is applied and its reply is lost', async () => {
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path: '*/claude-api-key' });
    await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    expect(claudeKeysAtGateway()).toEqual(['sk-test-claude-0001']);
    expect(await ownKeys()).toMatchObject([{ state: { status: 'applied' } }]);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('F3: the person tries again after a lost reply', async () => {
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path: '*/claude-api-key' });
    const first = await contributeProviderKey(ctx, claudeKey());
    await rig.converge();
    const second = await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    expect(second.id).toBe(first.id);
    expect(claudeKeysAtGateway()).toEqual(['sk-test-claude-0001']);
    const { state } = await removeProviderKey(ctx, { id: first.id, waitMs: 0 });
    expect(state).toMatchObject({ status: 'pending', desired: 'absent' });
    await rig.settle();
    expect(claudeKeysAtGateway()).toEqual([]);
  });

  it('F8: 25 contributions at once with a limit of 10', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => claudeKey(`sk-test-claude-${1000 + index}`));
    const results = await Promise.allSettled(keys.map((key) => contributeProviderKey(ctx, key)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.payload.code] : []));
    expect(refused).toEqual(Array(15).fill('provider_key_limit'));
    await rig.settle();
    expect(claudeKeysAtGateway()).toHaveLength(10);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('F9: the removal is applied and the process dies before it is recorded', async () => {
    const { id } = await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    rig.double.clearJournal();
    await removeProviderKey(ctx, { id, waitMs: 0 });
    // As good as dead: what it finds out after this moment is not recorded any more.
    const die = async () => {
      await sql`delete from leases`.execute(rig.services.db);
    };
    rig.double.faults.add({ fault: { kind: 'meanwhile', run: die }, method: 'PUT', path: '*/claude-api-key' });
    await rig.converge();
    expect(claudeKeysAtGateway()).toEqual([]);
    expect(await ownKeys()).toMatchObject([{ state: { status: 'pending', desired: 'absent' } }]);
    await rig.settle();
    expect(await ownKeys()).toEqual([]);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('F14: a custom provider is committed and its write fails', async () => {
    rig.double.faults.add({
      fault: { kind: 'status', status: 502, body: 'html' },
      method: 'PUT',
      path: '*/openai-compatibility',
      count: 2,
    });
    await contributeCustomProvider(ctx, custom);
    await rig.converge();
    const [shown] = await listCustomProviders(ctx, { scope: 'own' });
    expect(shown?.state).toMatchObject({ status: 'unknown', problem: { code: 'server_error' } });
    await rig.settle();
    expect(customAtGateway()).toEqual(['acme']);
    expect(await listCustomProviders(ctx, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('F15: a custom provider is removed and its write fails', async () => {
    const { id } = await contributeCustomProvider(ctx, custom);
    await rig.settle();
    rig.double.faults.add({ fault: { kind: 'reset' }, path: '*/openai-compatibility', method: 'PUT' });
    await removeCustomProvider(ctx, { id, waitMs: 0 });
    await rig.converge();
    const [shown] = await listCustomProviders(ctx, { scope: 'own' });
    expect(shown?.state).toMatchObject({ desired: 'absent', status: 'unknown' });
    expect(customAtGateway()).toEqual(['acme']);
    await rig.settle();
    expect(customAtGateway()).toEqual([]);
    expect(await listCustomProviders(ctx, { scope: 'own' })).toEqual([]);
  });

  it('F18: a client key is created and three runs fail', async () => {
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await rig.double.kill();
    for (let run = 0; run < 3; run += 1)
      expect(await rig.converge()).toMatchObject({ outcome: 'failed', problem: { code: 'unreachable' } });
    expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([
      { state: { status: 'pending', problem: { code: 'unreachable' } } },
    ]);
    await rig.double.restart();
    await rig.settle();
    expect(await statusWith(key)).toBe(200);
  });

  it('F21: the last client key is revoked', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    rig.double.editAsForeigner((config) => {
      config.apiKeys = (config.apiKeys ?? []).filter((entry) => entry.startsWith('gh-sentinel-'));
    });
    await rig.settle();
    expect(await statusWith(key)).toBe(200);
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await rig.settle();
    expect(await statusWith(key)).toBe(401);
    expect(await statusWith(null)).toBe(401);
    expect(rig.double.clientKeys()).toEqual([expect.stringMatching(/^gh-sentinel-/)]);
  });

  it('F22: a person is removed', async () => {
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(ctx, claudeKey());
    await contributeCustomProvider(ctx, custom);
    await rig.settle();
    rig.double.faults.add({ fault: { kind: 'status', status: 500, body: 'empty' }, method: 'PUT', count: 2 });
    await removeUser(rig.asOwner, { id: member.userId });
    await rig.converge();
    await expect(confirmUserRemoval(rig.services, { userId: member.userId })).rejects.toThrow();
    await rig.settle();
    await confirmUserRemoval(rig.services, { userId: member.userId });
    expect(claudeKeysAtGateway()).toEqual([]);
    expect(customAtGateway()).toEqual([]);
    expect(await statusWith(key)).toBe(401);
  });
});

/** What the data plane says to this client key. */
async function statusWith(key: string | null): Promise<number> {
  await rig.double.settled();
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  return (await fetch(`${rig.double.url}/v1/models`, { headers })).status;
}

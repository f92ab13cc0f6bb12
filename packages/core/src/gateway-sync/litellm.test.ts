import { type LitellmDouble, startLitellmDouble, versions } from '@gatehouse/gateways/litellm-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, listClientKeys, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider, removeCustomProvider } from '../custom-providers/index.ts';
import { createGateway, listGateways } from '../gateways/index.ts';
import { listModels } from '../models/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestDrivers } from '../testing/gateway.ts';
import { createTestServices, type TestServices } from '../testing/services.ts';
import { converge } from './index.ts';

// The same use cases and the same function as for every other gateway: core does not know which kind it talks to.

let base: TestServices;
let double: LitellmDouble;
let gatewayId: string;
let asOwner: Context;
let member: UserActor;
let ctx: Context;

async function connect(version: (typeof versions)[number]) {
  double = await startLitellmDouble({ version, masterKey: 'sk-test-master-canary' });
  double.editAsForeigner(({ keys, models }) => {
    keys.set('5'.repeat(64), { token: '5'.repeat(64), key_alias: 'theirs', models: ['big'], spend: 1 });
    models.push({
      model_name: 'theirs',
      litellm_params: { model: 'openai/x', api_key: 'sk-test-theirs', api_base: 'https://theirs.example' },
      model_info: { id: 'their-model' },
    });
  });
  const gateway = await createGateway(asOwner, {
    name: `LiteLLM ${version}`,
    kind: 'litellm',
    baseUrl: double.url,
    managementKey: double.masterKey,
  });
  gatewayId = gateway.id;
}

async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    const report = await converge(base.services, gatewayId);
    const waiting = await base.services.db
      .selectFrom('gateway_entries')
      .select('id')
      .where('status', 'in', ['pending', 'drifted', 'unknown'])
      .execute();
    if (report.outcome === 'converged' && waiting.length === 0) return;
  }
  throw new Error('The gateway did not settle.');
}

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
const offered = () => double.models().map(({ model_name }) => model_name);

beforeEach(async () => {
  base = await createTestServices({ drivers: createTestDrivers() });
  asOwner = base.contextOf(await base.createUser({ role: 'owner' }));
  member = await base.createUser();
  ctx = base.contextOf(member);
});
afterEach(async () => {
  await double.stop();
  await base.destroy();
});

describe.each(versions)('a LiteLLM %s', (version) => {
  beforeEach(() => connect(version));

  it('gets everything that people want there, and loses it again; strangers stay', async () => {
    const { key, clientKey, baseUrl } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    const { id: keyId } = await contributeProviderKey(ctx, { ...claude, models: [...claude.models] });
    const { id: customId } = await contributeCustomProvider(ctx, acme);
    await settle();
    expect(baseUrl).toBe(`${double.url}/v1`);
    expect(double.admits(key)).toBe(true);
    expect(offered().sort()).toEqual(['big', 'large', 'theirs']);
    expect(await listGateways(asOwner)).toMatchObject([
      {
        kind: 'litellm',
        health: 'healthy',
        entries: { applied: 3, pending: 0 },
        unmanaged: { 'client-keys': 1, 'provider-keys': 0, 'custom-providers': 1 },
      },
    ]);
    expect((await listModels(ctx, {})).models.map(({ id }) => id).sort()).toEqual(['big', 'large', 'theirs']);

    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await removeProviderKey(ctx, { id: keyId, waitMs: 0 });
    await removeCustomProvider(ctx, { id: customId, waitMs: 0 });
    await settle();
    expect(double.admits(key)).toBe(false);
    expect(offered()).toEqual(['theirs']);
    expect(double.keys()).toMatchObject([{ key_alias: 'theirs', models: ['big'] }]);
    expect(await listClientKeys(ctx, { scope: 'own' })).toEqual([]);
  });

  it('writes nothing when nothing is different, whatever is spent', async () => {
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(ctx, { ...claude, models: [...claude.models] });
    await settle();
    double.clearJournal();
    double.spend(key, 1.5);
    await settle();
    await settle();
    expect(double.writes()).toEqual([]);
  });
});

describe('what goes wrong at a LiteLLM', () => {
  beforeEach(() => connect('1.81'));

  it('an answer that is lost after the write ends well, and once', async () => {
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'POST', path: '/key/generate' });
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'POST', path: '/model/new' });
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await contributeProviderKey(ctx, { ...claude, models: [...claude.models] });
    await settle();
    expect(double.admits(key)).toBe(true);
    expect(offered().sort()).toEqual(['big', 'theirs']);
    expect(await listProviderKeys(ctx, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('one entry that is refused keeps none of the others back', async () => {
    const first = await createClientKey(ctx, { name: 'One', waitMs: 0 });
    const second = await createClientKey(ctx, { name: 'Two', waitMs: 0 });
    const fault = { kind: 'envelope', status: 400, envelope: 'python', message: 'not like this' } as const;
    double.faults.add({ fault, method: 'POST', path: '/key/generate' });
    await settle();
    const keys = await listClientKeys(ctx, { scope: 'own' });
    expect(keys.map(({ state }) => state.status).sort()).toEqual(['applied', 'rejected']);
    expect([first.key, second.key].filter((key) => double.admits(key))).toHaveLength(1);
  });

  it('a key that is still cached counts as revoked only when it is refused', async () => {
    const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await settle();
    double.setLags({ keyCacheMs: 60_000 });
    await revokeClientKey(ctx, { id: clientKey.id, waitMs: 0 });
    await converge(base.services, gatewayId);
    expect(double.hasKey(key)).toBe(false);
    expect(await listClientKeys(ctx, { scope: 'own' })).toMatchObject([{ state: { status: 'pending' } }]);
    double.expireKeyCache();
    await settle();
    expect(await listClientKeys(ctx, { scope: 'own' })).toEqual([]);
  }, 30_000);

  it('puts back what others changed', async () => {
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    await contributeCustomProvider(ctx, acme);
    await settle();
    double.editAsForeigner(({ keys, models }) => {
      for (const [token, row] of keys) if (row.key_alias !== 'theirs') keys.delete(token);
      for (const row of models)
        if (row.model_name === 'large')
          row.litellm_params = { ...Object(row.litellm_params), api_base: 'https://evil.example' };
    });
    await settle();
    expect(double.admits(key)).toBe(true);
    expect(double.models().find(({ model_name }) => model_name === 'large')).toMatchObject({
      litellm_params: { api_base: 'https://acme.example/v1', api_key: 'sk-test-acme-canary' },
    });
  });

  it('holds no secret in rows or log lines', async () => {
    const { key } = await createClientKey(ctx, { name: 'Canary', waitMs: 0 });
    await contributeProviderKey(ctx, { ...claude, models: [...claude.models] });
    await contributeCustomProvider(ctx, acme);
    double.faults.add({ fault: { kind: 'status', status: 500 }, method: 'POST', count: 3 });
    await converge(base.services, gatewayId);
    const tables = ['gateway_entries', 'gateways', 'audit_entries', 'provider_keys', 'client_keys'] as const;
    const rows = await Promise.all(tables.map((table) => base.services.db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify([rows, base.logged]);
    for (const secret of [claude.apiKey, acme.apiKey, key, double.masterKey]) expect(text).not.toContain(secret);
  });
});

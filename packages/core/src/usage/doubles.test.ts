import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { createClientKey, revokeClientKey } from '../client-keys/index.ts';
import { acceptGatewaySetting } from '../gateway-settings/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { databaseText } from '../testing/index.ts';
import { createTestLitellm, hashOf, type TestLitellm, theirKey } from '../testing/litellm.ts';
import { collectUsage, summariseUsage } from './index.ts';

const options = { keepDays: 400, mayGoOn: async () => true };
const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);
const all = { from: days(1), to: days(0), timeZone: 'UTC', scope: 'all' } as const;

describe('CLIProxyAPI', () => {
  let rig: TestGateway;
  let ada: UserActor;
  beforeAll(async () => {
    rig = await createTestGateway();
    ada = await rig.createUser({ name: 'Ada' });
    const input = { gatewayId: rig.gateway.id, name: 'usage-statistics' } as const;
    await acceptGatewaySetting(rig.asOwner, input);
    await rig.settle();
    await rig.double.settled();
  });
  afterAll(() => rig.destroy());

  const collect = () => collectUsage(rig.services, rig.gateway.id, options);
  const summary = (groupBy: 'person' | 'model' | 'client-key') => summariseUsage(rig.asOwner, { ...all, groupBy });
  const tokens = { input: 1000, output: 200, reasoning: 50, cacheRead: 300, cacheWrite: 0 };

  it('gives each attempt once, and each is whose key made it, also of a key that was revoked since', async () => {
    const { key, clientKey } = await createClientKey(rig.contextOf(ada), { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    for (let n = 0; n < 1203; n += 1) rig.double.usage.add({ clientKey: key, model: 'gpt-5', ...tokens });
    rig.double.usage.add({ clientKey: 'sk-test-stranger-canary', model: 'gpt-5', ...tokens });
    await revokeClientKey(rig.contextOf(ada), { id: clientKey.id, waitMs: 0 });
    rig.double.usage.add({ clientKey: key, model: 'gpt-5', failure: { status: 429 } });
    expect(await collect()).toMatchObject({ counted: 1205, problem: null });
    expect(await collect()).toMatchObject({ counted: 0 });
    const { rows, total, gaps, completeThrough } = await summary('person');
    expect(rows.map(({ label, figures }) => [label, figures.requests, figures.totalTokens])).toEqual([
      ['Ada', 1204, 1203 * 1200],
      ['Unattributed', 1, 1200],
    ]);
    expect(total).toMatchObject({ requests: 1205, failedRequests: 1, inputTokens: 1204 * 1000 });
    expect(gaps).toEqual([]);
    expect(completeThrough).toBeInstanceOf(Date);
    const text = await databaseText(rig.services.db);
    expect(text).not.toContain(key);
    expect(text).not.toContain('canary');
  });

  it('loses an answer on its way: that is said, and the rest goes on', async () => {
    rig.double.usage.add({ clientKey: 'sk-test-any', model: 'gpt-5', ...tokens });
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'middle' }, path: '*usage-queue*' });
    expect((await collect()).problem).not.toBeNull();
    rig.double.usage.add({ clientKey: 'sk-test-any', model: 'gpt-5', ...tokens });
    expect(await collect()).toMatchObject({ counted: 1, problem: null });
    const { gaps, total } = await summary('model');
    expect(gaps.map(({ reason }) => reason)).toContain('answer-lost');
    expect(total.requests).toBe(1206);
  });

  it('gives an element that makes no sense: it is said, and the others count', async () => {
    rig.double.usage.addRaw('{"timestamp":"never"}');
    rig.double.usage.add({ clientKey: 'sk-test-any', model: 'gpt-5', ...tokens });
    expect(await collect()).toMatchObject({ counted: 1, problem: null });
    expect((await summary('model')).gaps.map(({ reason }) => reason)).toContain('unreadable');
  });
});

describe('LiteLLM', () => {
  let rig: TestLitellm;
  beforeAll(async () => {
    rig = await createTestLitellm();
  });
  afterAll(() => rig.destroy());

  it('gives the same requests again and again; they count once, by the hash of the key and with its own cost', async () => {
    const { key } = await createClientKey(rig.asAda, { name: 'Laptop', waitMs: 0 });
    await rig.settle();
    await rig.adopt(await rig.stranger('client-keys'));
    for (let n = 0; n < 250; n += 1) rig.double.usage.add({ key, model: 'big', input: 10, output: 5, cost: 0.001 });
    rig.double.usage.add({ key: theirKey, model: 'big', input: 10, output: 5, cost: 0.25 });
    rig.double.usage.add({ key: 'sk-test-nobody', model: 'big', failed: 401 });
    const collect = () => collectUsage(rig.services, rig.gatewayId, options);
    expect(await collect()).toMatchObject({ counted: 252, problem: null });
    expect(await collect()).toMatchObject({ counted: 0, problem: null });
    const { rows, total, gaps } = await summariseUsage(rig.asOwner, { ...all, groupBy: 'person' });
    expect(rows.map(({ label, figures }) => [label, figures.requests, figures.costUsd])).toEqual([
      ['Ada', 251, '0.5'],
      ['Unattributed', 1, '0'],
    ]);
    expect(total).toMatchObject({ requests: 252, unpricedRequests: 0 });
    expect(gaps).toEqual([]);
    expect(await databaseText(rig.services.db)).not.toContain(hashOf(key));
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { removeUser } from '../membership/index.ts';
import { databaseText } from '../testing/database-text.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey, updateProviderKey } from './index.ts';

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

const oldKey = 'sk-test-claude-0001';
const newKey = 'sk-test-claude-0002';
const contribute = (extra: object = {}) =>
  contributeProviderKey(ctx, { provider: 'claude', name: 'Mine', apiKey: oldKey, waitMs: 0, ...extra });
const update = (id: string, version: number, edit: object, as = ctx) =>
  updateProviderKey(as, { id, version, waitMs: 0, ...edit });
const atGateway = () => rig.double.entries('claude-api-key');
const keysAtGateway = () => atGateway().map((entry) => entry['api-key']);
const code = (expected: string) => expect.objectContaining({ payload: expect.objectContaining({ code: expected }) });

describe('editing a provider key', () => {
  it('writes every field, shows what may be shown, and takes away what is taken away', async () => {
    const key = await contribute({
      headers: [{ name: 'X-Team', value: 'sk-test-header-1' }],
      proxyUrl: 'http://user:sk-test-proxy-1@proxy.example.com:3128',
      prefix: 'team',
      priority: 2,
      weight: 3,
      requestRetry: 1,
      isCoolingDisabled: true,
      excludedModels: ['GPT-*'],
      models: [{ name: 'm', alias: 'a', displayName: 'M', maxContextLength: 1000, forceMapping: true }],
    });
    await rig.settle();
    expect(atGateway()).toMatchObject([
      {
        headers: { 'X-Team': 'sk-test-header-1' },
        'proxy-url': 'http://user:sk-test-proxy-1@proxy.example.com:3128',
        'excluded-models': ['gpt-*'],
        models: [{ name: 'm', alias: 'a', 'display-name': 'M', 'max-context-length': 1000, 'force-mapping': true }],
      },
    ]);
    expect(key.settings).toMatchObject({ headerNames: ['X-Team'], proxyUrl: 'http://proxy.example.com:3128' });
    expect(await databaseText(rig.services.db)).not.toMatch(/sk-test-(header|proxy)/);

    const edited = await update(key.id, 1, {
      name: 'Renamed',
      headers: [{ name: 'x-team' }, { name: 'X-More', value: 'sk-test-header-2' }],
      proxyUrl: null,
      prefix: null,
      priority: null,
      weight: null,
      requestRetry: null,
      isCoolingDisabled: false,
      excludedModels: [],
      models: [],
    });
    expect(edited).toMatchObject({ name: 'Renamed', version: 2, models: [], state: { status: 'pending' } });
    expect(edited.settings).toEqual({
      prefix: null,
      proxyUrl: null,
      headerNames: ['x-team', 'X-More'],
      excludedModels: [],
      priority: null,
      weight: null,
      requestRetry: null,
      isCoolingDisabled: false,
    });
    await rig.settle();
    expect(atGateway()).toEqual([
      {
        'api-key': oldKey,
        'base-url': '',
        'proxy-url': '',
        models: null,
        headers: { 'x-team': 'sk-test-header-1', 'X-More': 'sk-test-header-2' },
      },
    ]);
    expect(JSON.stringify(await listProviderKeys(ctx, { scope: 'own' }))).not.toMatch(/sk-test-(header|proxy)/);
    await expect(update(key.id, 2, { headers: [{ name: 'X-New' }] })).rejects.toEqual(code('entry_refused'));
  });

  it('switches off and on, and leaves what others put there alone', async () => {
    const { id } = await contribute({ excludedModels: ['a'] });
    await rig.settle();
    rig.double.editAsForeigner((config) => {
      const [entry] = config.lists['claude-api-key'];
      if (entry) entry['request-scoped-errors'] = [{ status: 429, match: ['busy'], action: 'stop' }];
    });
    expect(await update(id, 1, { isDisabled: true })).toMatchObject({ isDisabled: true, version: 2 });
    await rig.settle();
    expect(atGateway()).toMatchObject([{ 'excluded-models': ['a', '*'], 'request-scoped-errors': [{ status: 429 }] }]);
    expect(await update(id, 2, { isDisabled: false })).toMatchObject({ isDisabled: false, version: 3 });
    await rig.settle();
    expect(atGateway()).toMatchObject([{ 'excluded-models': ['a'], 'request-scoped-errors': [{ status: 429 }] }]);
  });

  it('takes a field away that was only ever written by an unconfirmed attempt', async () => {
    const { id } = await contribute();
    await rig.settle();
    await update(id, 1, { prefix: 'team' });
    // Written, and nobody hears of it.
    const path = '*/claude-api-key';
    const goDeaf = () => void rig.double.faults.add({ fault: { kind: 'reset' }, method: 'GET', path, count: 0 });
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT', path });
    rig.double.faults.add({ fault: { kind: 'meanwhile', run: goDeaf }, method: 'PUT', path });
    await rig.converge();
    rig.double.faults.clear();
    expect(atGateway()).toMatchObject([{ prefix: 'team' }]);
    await update(id, 2, { prefix: null });
    await rig.settle();
    expect(atGateway()[0]).not.toHaveProperty('prefix');
  });

  it('refuses an edit of something older', async () => {
    const { id } = await contribute();
    await update(id, 1, { name: 'First' });
    await expect(update(id, 1, { name: 'Second' })).rejects.toMatchObject({
      payload: { code: 'edit_conflict', details: { version: 2 } },
    });
    const results = await Promise.allSettled([2, 2, 2].map((version, i) => update(id, version, { name: `N${i}` })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is for its owner and administrators', async () => {
    const { id } = await contribute();
    const as = async (role: 'member' | 'operator' | 'admin') => rig.contextOf(await rig.createUser({ role }));
    await expect(update(id, 1, { name: 'X' }, await as('member'))).rejects.toEqual(code('not_found'));
    await expect(update(id, 1, { name: 'X' }, await as('operator'))).rejects.toEqual(code('not_found'));
    expect(await update(id, 1, { name: 'X' }, await as('admin'))).toMatchObject({ owner: { id: member.userId } });
    await removeProviderKey(ctx, { id, waitMs: 0 });
    await expect(update(id, 2, { name: 'Y' })).rejects.toEqual(code('not_found'));
  });
});

describe('another key or base URL', () => {
  it('takes the old one out and puts the new one in with one write', async () => {
    const { id } = await contribute({ prefix: 'team' });
    await rig.settle();
    rig.double.clearJournal();
    expect(await update(id, 1, { apiKey: newKey })).toMatchObject({ id, state: { status: 'pending' } });
    expect(keysAtGateway()).toEqual([oldKey]);
    await rig.settle();
    expect(atGateway()).toMatchObject([{ 'api-key': newKey, prefix: 'team' }]);
    expect(rig.double.writes()).toHaveLength(1);
    expect(await listProviderKeys(ctx, { scope: 'own' })).toMatchObject([
      { id, masked: 'sk-t…0002', state: { status: 'applied' } },
    ]);

    await update(id, 2, { baseUrl: 'https://proxy.example.com' });
    await rig.settle();
    expect(atGateway()).toMatchObject([{ 'api-key': newKey, 'base-url': 'https://proxy.example.com' }]);
    expect(rig.double.writes()).toHaveLength(2);
  });

  it.each([
    ['the reply is lost', { kind: 'reset-after', at: 'start' }],
    ['the connection dies before it is applied', { kind: 'reset' }],
    ['the gateway fails', { kind: 'status', status: 502 }],
  ] as const)('ends right when %s, and there is never neither', async (_, fault) => {
    const { id } = await contribute();
    await rig.settle();
    rig.double.clearJournal();
    const seen: number[] = [];
    await update(id, 1, { apiKey: newKey });
    rig.double.faults.add({ fault, method: 'PUT', path: '*/claude-api-key' });
    for (let round = 0; round < 2; round += 1) {
      await rig.converge();
      seen.push(keysAtGateway().length);
    }
    await rig.settle();
    expect(keysAtGateway()).toEqual([newKey]);
    expect(seen).toEqual([1, 1]);
    expect(rig.double.writes().filter(({ path }) => !path.endsWith('/api-keys'))).toHaveLength(1);
  });

  it('ends right when the process dies between the commit and the write', async () => {
    const { id } = await contribute();
    await rig.settle();
    await update(id, 1, { apiKey: newKey });
    // Another process finds the work; nothing but the database told it.
    expect(keysAtGateway()).toEqual([oldKey]);
    await rig.settle();
    expect(keysAtGateway()).toEqual([newKey]);
  });

  it('may go back before the gateway has heard of it, and on again', async () => {
    const { id } = await contribute();
    await rig.settle();
    rig.double.clearJournal();
    await update(id, 1, { apiKey: newKey });
    await update(id, 2, { apiKey: oldKey });
    await rig.settle();
    expect(keysAtGateway()).toEqual([oldKey]);
    expect(rig.double.writes()).toHaveLength(0);
    await update(id, 3, { apiKey: newKey });
    await rig.settle();
    expect(keysAtGateway()).toEqual([newKey]);
  });

  it('refuses a key that somebody has contributed', async () => {
    const { id } = await contribute();
    const other = rig.contextOf(await rig.createUser());
    await contributeProviderKey(other, { provider: 'claude', name: 'Theirs', apiKey: newKey, waitMs: 0 });
    await expect(update(id, 1, { apiKey: newKey })).rejects.toEqual(code('provider_key_taken'));
    await rig.settle();
    expect(keysAtGateway().sort()).toEqual([oldKey, newKey]);
    expect(await listProviderKeys(ctx, { scope: 'own' })).toMatchObject([{ version: 1, masked: 'sk-t…0001' }]);
  });

  it('leaves nothing behind when its owner is removed at the same time', async () => {
    const { id } = await contribute();
    await rig.settle();
    await Promise.allSettled([update(id, 1, { apiKey: newKey }), removeUser(rig.asOwner, { id: member.userId })]);
    await rig.settle();
    expect(keysAtGateway()).toEqual([]);
  });
});

describe('families', () => {
  it('holds interactions, xai and vertex keys', async () => {
    for (const provider of ['interactions', 'xai', 'vertex'] as const)
      await contributeProviderKey(ctx, {
        provider,
        name: provider,
        apiKey: `sk-test-${provider}-1`,
        baseUrl: 'https://api.example.com/v1',
        waitMs: 0,
      });
    await rig.settle();
    for (const section of ['interactions-api-key', 'xai-api-key', 'vertex-api-key'] as const)
      expect(rig.double.entries(section)).toHaveLength(1);
    const states = (await listProviderKeys(ctx, { scope: 'own' })).map(({ state }) => state.status);
    expect(states).toEqual(['applied', 'applied', 'applied']);
  });

  it('refuses what the gateway is too old for before anything is written', async () => {
    rig.double.setProfile({ version: 'v7.2.60', missing: ['xai-api-key'] });
    await rig.services.db.updateTable('gateways').set({ version: 'v7.2.60' }).execute();
    rig.services.cache.clear();
    const xai = { provider: 'xai', name: 'x', apiKey: 'sk-test-xai-0001', baseUrl: 'https://api.x.ai/v1', waitMs: 0 };
    await expect(contributeProviderKey(ctx, { ...xai, provider: 'xai' })).rejects.toMatchObject({
      payload: { code: 'entry_refused', message: expect.stringContaining('v7.2.73') },
    });
    expect(await listProviderKeys(ctx, { scope: 'own' })).toEqual([]);
  });

  it('keeps the others going when a gateway that does not tell its version lacks a list', async () => {
    await rig.services.db.updateTable('gateways').set({ version: null }).execute();
    rig.services.cache.clear();
    rig.double.setProfile({ version: 'dev', missing: ['vertex-api-key'] });
    await contributeProviderKey(ctx, { provider: 'vertex', name: 'v', apiKey: 'sk-test-vertex-1', waitMs: 0 });
    await contribute();
    await rig.settle();
    expect(keysAtGateway()).toEqual([oldKey]);
    expect(await listProviderKeys(ctx, { scope: 'own' })).toMatchObject([
      { provider: 'claude', state: { status: 'applied' } },
      { provider: 'vertex', state: { status: 'rejected', problem: { code: 'unsupported' } } },
    ]);
  });
});

import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import {
  createGateway,
  listGatewayEvents,
  moveGateway,
  planGateway,
  rebuildGateway,
  syncGateway,
  updateGateway,
} from '../gateways/index.ts';
import { createTestGateway, databaseText, type TestGateway } from '../testing/index.ts';
import {
  importAccount,
  listProviderAccounts,
  removeAccount,
  removeOldConnects,
  startConnect,
  updateAccount,
} from './index.ts';

let rig: TestGateway;
let ada: Context;
let accountId: string;
let fileName: string;
const id = () => rig.gateway.id;
const token = 'sk-test-canary-account-upkeep';

beforeEach(async () => {
  rig = await createTestGateway();
  ada = rig.contextOf(await rig.createUser({ name: 'Ada' }));
  const content = JSON.stringify({ type: 'codex', access_token: token, email: 'ada@example.com' });
  accountId = (await importAccount(ada, { provider: 'codex', name: 'Plus', content, waitMs: 0 })).id;
  await rig.converge();
  fileName = rig.double.authFileNames()[0] ?? '';
});
afterEach(() => rig.destroy());

const plan = async () => (await planGateway(rig.asOwner, { id: id() })).accounts;
const account = async () => (await listProviderAccounts(ada, { scope: 'own' }))[0];
const events = () => listGatewayEvents(rig.asOwner, { id: id(), limit: 50 });
const named = { accountId: '', provider: 'codex', name: 'Plus', ownerName: 'Ada' };
const none = { changes: [], held: [], agreeing: 1, unclaimed: [] };
const edit = (settings: object) => updateAccount(ada, { id: accountId, settings, waitMs: 0 });
const editThere = (fields: object) =>
  rig.double.placeAuthFile(fileName, { ...rig.double.authFile(fileName), ...fields });

describe('a plan', () => {
  it('says what would be done to accounts, and does nothing', async () => {
    expect(await plan()).toEqual(none);
    await edit({ priority: 3, note: 'spare' });
    await edit({ priority: 3, note: undefined });
    await updateAccount(ada, { id: accountId, isDisabled: true, waitMs: 0 });
    rig.double.clearJournal();
    expect(await plan()).toEqual({
      ...none,
      agreeing: 0,
      changes: [{ ...named, accountId, actions: ['edit', 'disable'], fields: ['priority', 'note'] }],
    });
    expect(rig.double.writes()).toEqual([]);
    await rig.converge();
    expect(await plan()).toEqual(none);
    await removeAccount(ada, { id: accountId, waitMs: 0 });
    expect(await plan()).toMatchObject({ changes: [{ actions: ['delete'] }] });
  });

  it('names what is of nobody, and what only its owner can bring back', async () => {
    rig.double.placeAuthFile(fileName, null);
    rig.double.placeAuthFile('theirs.json', { type: 'claude', email: 'bob@example.com', access_token: token });
    const accounts = await plan();
    expect(accounts).toMatchObject({ held: [{ ...named, accountId, reason: 'gone' }], agreeing: 0 });
    expect(accounts?.unclaimed).toEqual([{ provider: 'claude', hint: 'b…@example.com' }]);
    expect(JSON.stringify(accounts)).not.toContain('canary');
  });
});

describe('what others do to an account', () => {
  it('is an event, and put back: switched, or edited as far as the gateway shows it', async () => {
    await edit({ priority: 3, requestRetry: 2, weight: 5 });
    await rig.converge();
    editThere({ disabled: true, priority: 9, weight: 1 });
    await rig.converge();
    expect(rig.double.authFile(fileName)).toMatchObject({ disabled: false, priority: 3, weight: 5, request_retry: 2 });
    const changed = 'switched off, priority, weight';
    expect(await events()).toMatchObject([
      { kind: 'changed', label: 'codex · Plus', action: 'repaired', accountId, entryId: null, details: { changed } },
    ]);
    expect((await events())[0]?.resolvedAt).not.toBeNull();
  });

  it('a deletion waits for its owner, and is over when the file is back', async () => {
    const content = rig.double.authFile(fileName) ?? {};
    rig.double.placeAuthFile(fileName, null);
    await rig.converge();
    await rig.converge();
    expect(await account()).toMatchObject({ state: { status: 'drifted', problem: { code: 'changed_outside' } } });
    expect(await events()).toMatchObject([{ kind: 'missing', action: 'held', resolvedAt: null }]);
    rig.double.placeAuthFile(fileName, content);
    await rig.converge();
    expect(await events()).toMatchObject([{ kind: 'missing', resolvedAt: expect.any(Date) }]);
  });

  it('is only reported where the policy says so, until somebody applies', async () => {
    await updateGateway(rig.asOwner, { id: id(), policy: 'report' });
    editThere({ disabled: true });
    await rig.converge();
    await rig.converge();
    expect(rig.double.authFile(fileName)).toMatchObject({ disabled: true });
    expect(await events()).toMatchObject([{ kind: 'changed', action: 'reported', resolvedAt: null }]);
    expect(await plan()).toMatchObject({ changes: [], held: [{ reason: 'policy' }] });
    await syncGateway(rig.asOwner, { id: id() });
    expect(rig.double.authFile(fileName)).toMatchObject({ disabled: false });
    expect(await events()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
  });

  it('is held after three times in ten minutes', async () => {
    for (let round = 0; round < 3; round += 1) {
      editThere({ disabled: true });
      await rig.converge();
    }
    expect(await account()).toMatchObject({ state: { status: 'conflict' } });
    expect((await events()).map(({ action }) => action)).toEqual(['held', 'repaired', 'repaired']);
    expect(await plan()).toMatchObject({ held: [{ reason: 'conflict' }] });
  });
});

describe('headers of an account', () => {
  const save = (headers: { name: string; value?: string }[]) =>
    updateAccount(ada, { id: accountId, headers, waitMs: 0 }).then(() => rig.converge());

  it('are written, kept without being shown, and taken away', async () => {
    await save([
      { name: 'X-Team', value: 'canary-header-1' },
      { name: 'X-Spare', value: 'canary-header-2' },
    ]);
    expect(rig.double.authFile(fileName)).toMatchObject({
      headers: { 'X-Team': 'canary-header-1', 'X-Spare': 'canary-header-2' },
    });
    await save([{ name: 'X-Team' }]);
    expect(rig.double.authFile(fileName)?.headers).toEqual({ 'X-Team': 'canary-header-1' });
    expect(await account()).toMatchObject({ headerNames: ['X-Team'], state: { status: 'applied' } });
    expect(JSON.stringify(await account())).not.toContain('canary');
    expect(await databaseText(rig.services.db)).not.toContain('canary');
    await expect(save([{ name: 'X-New' }])).rejects.toMatchObject({ payload: { code: 'entry_refused' } });
  });
});

describe('rebuilding and moving', () => {
  let other: Double;
  beforeEach(async () => {
    other = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 } });
  });
  afterEach(() => other.stop());
  const toConnect = [{ provider: 'codex', name: 'Plus', ownerName: 'Ada' }];

  it('an empty gateway has no credentials: who has to connect again is said, and is no drift', async () => {
    const address = { baseUrl: other.url, managementKey: other.managementKey };
    expect(await rebuildGateway(rig.asOwner, { id: id(), ...address })).toMatchObject({
      accounts: toConnect,
      lost: [],
    });
    expect(await events()).toEqual([]);
    expect(await account()).toMatchObject({ state: { status: 'drifted' } });
  });

  it('accounts stay where they are when the rest moves', async () => {
    const at = { name: 'Other', kind: 'cliproxyapi', baseUrl: other.url, managementKey: other.managementKey } as const;
    const { id: toGatewayId } = await createGateway(rig.asOwner, at);
    const answer = await moveGateway(rig.asOwner, { id: id(), toGatewayId });
    expect(answer).toMatchObject({ accounts: toConnect, problem: null });
    expect(rig.double.authFileNames()).toEqual([fileName]);
    expect(other.authFileNames()).toEqual([]);
  });
});

it('logins that ended long ago are forgotten, but for those that wait for an administrator', async () => {
  const { db } = rig.services;
  for (const [index, provider] of (['codex', 'claude', 'xai', 'kimi'] as const).entries())
    await startConnect(rig.contextOf(await rig.createUser()), { provider, name: `Login ${index}` });
  const end = (provider: string, status: 'failed' | 'unclaimed', days: number, parked: string[] = []) =>
    db
      .updateTable('connect_sessions')
      .set({ status, parked_files: parked, ended_at: sql<Date>`now() - ${days}::integer * interval '1 day'` })
      .where('provider', '=', provider)
      .execute();
  await end('codex', 'failed', 31);
  await end('claude', 'failed', 29);
  await end('xai', 'unclaimed', 31, ['a'.repeat(64)]);
  expect(await removeOldConnects(db)).toBe(1);
  const left = await db.selectFrom('connect_sessions').select('provider').orderBy('provider').execute();
  expect(left.map(({ provider }) => provider)).toEqual(['claude', 'kimi', 'xai']);
});

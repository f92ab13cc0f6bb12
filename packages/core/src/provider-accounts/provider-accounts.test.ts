import { startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { createGateway } from '../gateways/index.ts';
import {
  accountToken,
  callbackOf,
  createTestAccounts,
  leakedCredentials,
  loginStateOf,
  managementPath,
  type TestAccounts,
} from '../testing/accounts.ts';
import {
  accountsPass,
  cancelConnect,
  completeConnect,
  getConnectStatus,
  listProviderAccounts,
  listUnclaimedAccounts,
  removeAccount,
  updateAccount,
} from './index.ts';

let rig: TestAccounts;
let asAlice: Context;
let asBob: Context;

beforeEach(async () => {
  rig = await createTestAccounts();
  ({ asAlice, asBob } = rig);
});
afterEach(async () => {
  expect(rig.double.state().maxWritesInFlight).toBeLessThanOrEqual(1);
  expect(await leakedCredentials(rig)).toBeNull();
  await rig.destroy();
});

const code = (expected: string) => ({ payload: { code: expected } });

describe('connecting', () => {
  it('gives the account to the person whose login the gateway confirmed, and to nobody before', async () => {
    const start = await rig.begin(asAlice);
    expect(start).toMatchObject({ status: 'open', flow: 'redirect', userCode: null });
    await rig.converge();
    expect(await rig.own(asAlice)).toEqual([]);
    await completeConnect(asAlice, { id: start.id, callbackUrl: callbackOf(start.url, 'alice@example.com') });
    await rig.converge();
    const [account] = await rig.own(asAlice);
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({
      status: 'connected',
      accountId: account?.id,
    });
    expect(account).toMatchObject({ provider: 'codex', owner: { name: 'Alice' }, state: { status: 'applied' } });
    expect(await rig.own(asBob)).toEqual([]);
    expect(JSON.stringify(account)).not.toContain('alice@example.com');
  });

  it('connects by a device code without anything to paste', async () => {
    const start = await rig.begin(asAlice, 'kimi');
    expect(start).toMatchObject({ flow: 'device', userCode: expect.stringMatching(/^[0-9A-F]{8}$/) });
    rig.double.signInAtProvider('kimi', { email: 'alice@example.com', accessToken: accountToken });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
    expect(await rig.own(asAlice)).toMatchObject([{ provider: 'kimi', state: { status: 'applied' } }]);
  });

  it('takes a login again for the same account as its renewal', async () => {
    await rig.connect(asAlice, 'alice@example.com');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await rig.connect(asAlice, 'alice@example.com')).toMatchObject({ status: 'connected' });
    expect(await rig.own(asAlice)).toHaveLength(1);
  });

  it('F12: the process dies after the callback was relayed and before anything was recorded', async () => {
    const start = await rig.begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    const other = await rig.anotherProcess();
    expect(other.passes).toContainEqual(accountsPass);
    await rig.converge();
    expect(await rig.own(asAlice)).toHaveLength(1);
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
    expect(await rig.unclaimed()).toEqual([]);
  });

  it('F12: what was confirmed stays so, also when the gateway forgets it before the account is recorded', async () => {
    const start = await rig.begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    rig.double.faults.add({ fault: { kind: 'status', status: 500 }, path: managementPath('auth-files') });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'open' });
    rig.double.advanceClock(120_000);
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
  });

  it('F12: a login that the gateway forgot proves nothing: its credential waits for an administrator', async () => {
    const start = await rig.begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    await rig.double.restart();
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'failed', problem: 'lost' });
    expect(await rig.own(asAlice)).toEqual([]);
    expect(await rig.unclaimed()).toMatchObject([{ provider: 'codex', hint: 'a…@example.com' }]);
    const bobs = await rig.connect(asBob, 'bob@example.com');
    expect(bobs.status).toBe('connected');
    expect(await rig.unclaimed()).toHaveLength(1);
  });

  it('a lost reply to the callback or to the start leaves no orphan and no double', async () => {
    rig.double.faults.add({
      fault: { kind: 'reset-after', at: 'start' },
      path: managementPath('codex-auth-url'),
      count: 2,
    });
    await expect(rig.begin(asAlice)).rejects.toMatchObject(code('gateway_failed'));
    rig.double.faults.clear();
    const start = await rig.begin(asAlice);
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: managementPath('oauth-callback') });
    const url = callbackOf(start.url, 'alice@example.com');
    await completeConnect(asAlice, { id: start.id, callbackUrl: url });
    await completeConnect(asAlice, { id: start.id, callbackUrl: url });
    await rig.converge();
    expect(await rig.own(asAlice)).toHaveLength(1);
  });

  it('says why it came to nothing: declined, expired, cancelled', async () => {
    const declined = await rig.begin(asAlice);
    rig.double.declineAtProvider(loginStateOf(declined.url));
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: declined.id })).toMatchObject({ problem: 'declined' });

    const expired = await rig.begin(asAlice);
    await sql`update connect_sessions set expires_at = now() - interval '1 second'`.execute(rig.services.db);
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: expired.id })).toMatchObject({ status: 'expired', problem: null });

    const cancelled = await rig.begin(asAlice);
    await cancelConnect(asAlice, { id: cancelled.id });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: cancelled.id })).toMatchObject({ status: 'cancelled' });
    expect(rig.double.pendingLogins('codex')).toEqual([]);
    for (const { id } of [declined, expired, cancelled])
      await expect(
        completeConnect(asAlice, { id, callbackUrl: callbackOf(cancelled.url, 'alice@example.com') }),
      ).rejects.toMatchObject(code('connect_not_open'));
  });

  it('takes away what comes of a login that its person had given up', async () => {
    const start = await rig.begin(asAlice);
    await cancelConnect(asAlice, { id: start.id });
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    await rig.converge();
    await rig.converge();
    expect(rig.double.authFileNames()).toEqual([]);
    expect(await rig.own(asAlice)).toEqual([]);
  });
});

describe("nobody reaches another person's account", () => {
  it('by any route', async () => {
    await rig.connect(asAlice, 'alice@example.com');
    const [account] = await rig.own(asAlice);
    const id = account?.id ?? '';
    const start = await rig.begin(asAlice);
    const before = rig.double.authFile('codex-alice@example.com.json');
    const notFound = code('not_found');
    await expect(updateAccount(asBob, { id, isDisabled: true, waitMs: 0 })).rejects.toMatchObject(notFound);
    await expect(removeAccount(asBob, { id, waitMs: 0 })).rejects.toMatchObject(notFound);
    await expect(getConnectStatus(asBob, { id: start.id })).rejects.toMatchObject(notFound);
    await expect(cancelConnect(asBob, { id: start.id })).rejects.toMatchObject(notFound);
    const url = callbackOf(start.url, 'bob@example.com');
    await expect(completeConnect(asBob, { id: start.id, callbackUrl: url })).rejects.toMatchObject(notFound);
    const own = await rig.begin(asBob);
    await expect(completeConnect(asBob, { id: own.id, callbackUrl: url })).rejects.toMatchObject(
      code('callback_unusable'),
    );
    await expect(listProviderAccounts(asBob, { scope: 'all' })).rejects.toMatchObject(code('forbidden'));
    await expect(listUnclaimedAccounts(asBob, {})).rejects.toMatchObject(code('forbidden'));
    await rig.importFile(asBob, { email: 'alice@example.com' });
    await rig.converge();
    expect(rig.double.authFile('codex-alice@example.com.json')).toEqual(before);
    expect(await rig.own(asAlice)).toMatchObject([{ id, isDisabled: false }]);
  });

  it('not even by signing in to the same account', async () => {
    await rig.connect(asAlice, 'shared@example.com');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await rig.connect(asBob, 'shared@example.com')).toMatchObject({ status: 'failed', problem: 'taken' });
    expect(await rig.own(asBob)).toEqual([]);
    expect(await rig.own(asAlice)).toHaveLength(1);
  });
});

describe('accounts that belong to nobody', () => {
  it('are listed at all gateways that have accounts; one that does not answer hides no other, and is named', async () => {
    const second = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 } });
    const litellm = await startLitellmDouble();
    try {
      const add = (name: string, kind: 'cliproxyapi' | 'litellm', baseUrl: string, managementKey: string) =>
        createGateway(rig.asOwner, { name, kind, baseUrl, managementKey });
      const other = await add('Second', 'cliproxyapi', second.url, second.managementKey);
      await add('Third', 'litellm', litellm.url, litellm.masterKey);
      const list = () => listUnclaimedAccounts(rig.asOwner, {});
      rig.double.placeAuthFile('codex-one@example.com.json', { type: 'codex', email: 'one@example.com' });
      second.placeAuthFile('codex-two@example.com.json', { type: 'codex', email: 'two@example.com' });
      expect((await list()).accounts.map(({ gatewayName, hint }) => [gatewayName, hint])).toEqual([
        ['Test gateway', 'o…@example.com'],
        ['Second', 't…@example.com'],
      ]);
      expect((await list()).unasked).toEqual([]);
      await rig.double.kill();
      expect(await list()).toMatchObject({
        accounts: [{ gatewayId: other.id, hint: 't…@example.com' }],
        unasked: [{ gatewayName: 'Test gateway', reason: expect.stringMatching(/^Nothing listens/) }],
      });
      await expect(listUnclaimedAccounts(rig.asOwner, { gatewayId: rig.gateway.id })).rejects.toMatchObject(
        code('gateway_failed'),
      );
    } finally {
      await Promise.all([second.stop(), litellm.stop()]);
    }
  });
});

import { inspect } from 'node:util';
import type { AccountProvider } from '@gatehouse/contracts/provider-accounts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { confirmUserRemoval, removeUser } from '../membership/index.ts';
import { createTestGateway, databaseText, type TestGateway } from '../testing/index.ts';
import {
  accountsPass,
  cancelConnect,
  claimAccount,
  completeConnect,
  getConnectStatus,
  importAccount,
  listProviderAccounts,
  listUnclaimedAccounts,
  removeAccount,
  startConnect,
  updateAccount,
} from './index.ts';

const token = 'sk-test-canary-oauth-token';
let rig: TestGateway;
let alice: UserActor;
let bob: UserActor;
let asAlice: Context;
let asBob: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  alice = await rig.createUser({ name: 'Alice' });
  bob = await rig.createUser({ name: 'Bob' });
  asAlice = rig.contextOf(alice);
  asBob = rig.contextOf(bob);
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.state().maxWritesInFlight).toBeLessThanOrEqual(1);
  const canaries = new RegExp(`${token}|sk-test-oauth-|@example\\.com.json`);
  expect(inspect(rig.logged, { depth: 9 })).not.toMatch(canaries);
  expect(await databaseText(rig.services.db)).not.toMatch(canaries);
  await rig.destroy();
});

const path = (name: string) => `/v0/management/${name}`;
const file = (extra = {}) => JSON.stringify({ type: 'codex', access_token: token, refresh_token: token, ...extra });
const imported = (ctx: Context, extra = {}) =>
  importAccount(ctx, { provider: 'codex', name: 'Mine', content: file(extra), waitMs: 0 });
const begin = (ctx: Context, provider: AccountProvider = 'codex') => startConnect(ctx, { provider, name: 'Mine' });
const stateOf = (url: string) => new URL(url).searchParams.get('state') ?? '';
const callback = (url: string, code: string) =>
  `http://localhost:1455/auth/callback?code=${code}&state=${stateOf(url)}`;
const accounts = (ctx: Context) => listProviderAccounts(ctx, { scope: 'own' });
const code = (expected: string) => ({ payload: { code: expected } });

async function connected(ctx: Context, email: string) {
  const start = await begin(ctx);
  await completeConnect(ctx, { id: start.id, callbackUrl: callback(start.url, email) });
  await rig.converge();
  return getConnectStatus(ctx, { id: start.id });
}

describe('connecting', () => {
  it('gives the account to the person whose login the gateway confirmed, and to nobody before', async () => {
    const start = await begin(asAlice);
    expect(start).toMatchObject({ status: 'open', flow: 'redirect', userCode: null });
    await rig.converge();
    expect(await accounts(asAlice)).toEqual([]);
    await completeConnect(asAlice, { id: start.id, callbackUrl: callback(start.url, 'alice@example.com') });
    await rig.converge();
    const [account] = await accounts(asAlice);
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({
      status: 'connected',
      accountId: account?.id,
    });
    expect(account).toMatchObject({ provider: 'codex', owner: { name: 'Alice' }, state: { status: 'applied' } });
    expect(await accounts(asBob)).toEqual([]);
    expect(JSON.stringify(account)).not.toContain('alice@example.com');
  });

  it('connects by a device code without anything to paste', async () => {
    const start = await begin(asAlice, 'kimi');
    expect(start).toMatchObject({ flow: 'device', userCode: expect.stringMatching(/^[0-9A-F]{8}$/) });
    rig.double.signInAtProvider('kimi', { email: 'alice@example.com', accessToken: token });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
    expect(await accounts(asAlice)).toMatchObject([{ provider: 'kimi', state: { status: 'applied' } }]);
  });

  it('takes a login again for the same account as its renewal', async () => {
    await connected(asAlice, 'alice@example.com');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await connected(asAlice, 'alice@example.com')).toMatchObject({ status: 'connected' });
    expect(await accounts(asAlice)).toHaveLength(1);
  });

  it('F12: the process dies after the callback was relayed and before anything was recorded', async () => {
    const start = await begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    const other = await rig.anotherProcess();
    expect(other.passes).toContainEqual(accountsPass);
    await rig.converge();
    expect(await accounts(asAlice)).toHaveLength(1);
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
    expect(await listUnclaimedAccounts(rig.asOwner, {})).toEqual([]);
  });

  it('F12: what was confirmed stays so, also when the gateway forgets it before the account is recorded', async () => {
    const start = await begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    rig.double.faults.add({ fault: { kind: 'status', status: 500 }, path: path('auth-files') });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'open' });
    rig.double.advanceClock(120_000);
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'connected' });
  });

  it('F12: a login that the gateway forgot proves nothing: its credential waits for an administrator', async () => {
    const start = await begin(asAlice);
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    await rig.double.restart();
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'failed', problem: 'lost' });
    expect(await accounts(asAlice)).toEqual([]);
    expect(await listUnclaimedAccounts(rig.asOwner, {})).toMatchObject([{ provider: 'codex', hint: 'a…@example.com' }]);
    const bobs = await connected(asBob, 'bob@example.com');
    expect(bobs.status).toBe('connected');
    expect(await listUnclaimedAccounts(rig.asOwner, {})).toHaveLength(1);
  });

  it('a lost reply to the callback or to the start leaves no orphan and no double', async () => {
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: path('codex-auth-url'), count: 2 });
    await expect(begin(asAlice)).rejects.toMatchObject(code('gateway_failed'));
    rig.double.faults.clear();
    const start = await begin(asAlice);
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: path('oauth-callback') });
    const url = callback(start.url, 'alice@example.com');
    await completeConnect(asAlice, { id: start.id, callbackUrl: url });
    await completeConnect(asAlice, { id: start.id, callbackUrl: url });
    await rig.converge();
    expect(await accounts(asAlice)).toHaveLength(1);
  });

  it('says why it came to nothing: declined, expired, cancelled', async () => {
    const declined = await begin(asAlice);
    rig.double.declineAtProvider(stateOf(declined.url));
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: declined.id })).toMatchObject({ problem: 'declined' });

    const expired = await begin(asAlice);
    await sql`update connect_sessions set expires_at = now() - interval '1 second'`.execute(rig.services.db);
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: expired.id })).toMatchObject({ status: 'expired', problem: null });

    const cancelled = await begin(asAlice);
    await cancelConnect(asAlice, { id: cancelled.id });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: cancelled.id })).toMatchObject({ status: 'cancelled' });
    expect(rig.double.pendingLogins('codex')).toEqual([]);
    for (const { id } of [declined, expired, cancelled])
      await expect(
        completeConnect(asAlice, { id, callbackUrl: callback(cancelled.url, 'alice@example.com') }),
      ).rejects.toMatchObject(code('connect_not_open'));
  });

  it('takes away what comes of a login that its person had given up', async () => {
    const start = await begin(asAlice);
    await cancelConnect(asAlice, { id: start.id });
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' });
    await rig.converge();
    await rig.converge();
    expect(rig.double.authFileNames()).toEqual([]);
    expect(await accounts(asAlice)).toEqual([]);
  });
});

describe('F13: two people connect the same provider at once', () => {
  it.each([
    ['the first one signs in first', true],
    ['the second one signs in first', false],
  ])('each gets their own if %s', async (_, isFirst) => {
    const [a, b] = [await begin(asAlice), await begin(asBob)];
    const order = isFirst ? [a, b] : [b, a];
    for (const start of order) {
      const email = start === a ? 'alice@example.com' : 'bob@example.com';
      rig.double.signInAtProvider('codex', { email }, stateOf(start.url));
      await rig.converge();
    }
    const names = async (ctx: Context) => {
      const own = await accounts(ctx);
      const rows = await rig.services.db.selectFrom('provider_accounts').selectAll().execute();
      return rows
        .filter(({ id }) => own.some((each) => each.id === id))
        .map((row) =>
          rig.services.sealer.open(row.file_name_sealed ?? Buffer.of(), `provider_accounts.file_name_sealed:${row.id}`),
        );
    };
    expect(await names(asAlice)).toEqual(['codex-alice@example.com.json']);
    expect(await names(asBob)).toEqual(['codex-bob@example.com.json']);
  });

  it('both wait for an administrator if both credentials are there before anybody looked', async () => {
    const [a, b] = [await begin(asAlice), await begin(asBob)];
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, stateOf(a.url));
    rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, stateOf(b.url));
    await rig.converge();
    for (const [ctx, { id }] of [
      [asAlice, a],
      [asBob, b],
    ] as const) {
      expect(await getConnectStatus(ctx, { id })).toMatchObject({ status: 'unclaimed', accountId: null });
      expect(await accounts(ctx)).toEqual([]);
    }
    const unclaimed = await listUnclaimedAccounts(rig.asOwner, {});
    expect(unclaimed.map(({ hint }) => hint)).toEqual(['a…@example.com', 'b…@example.com']);
    expect(unclaimed[0]?.candidates.map(({ name }) => name).sort()).toEqual(['Alice', 'Bob']);
    const fileId = unclaimed[0]?.fileId ?? '';
    const claim = { gatewayId: rig.gateway.id, fileId, userId: alice.userId, name: 'Assigned' };
    await expect(claimAccount(asBob, { ...claim, userId: bob.userId })).rejects.toMatchObject(code('forbidden'));
    expect(await claimAccount(rig.asOwner, claim)).toMatchObject({ owner: { name: 'Alice' } });
    await expect(claimAccount(rig.asOwner, claim)).rejects.toMatchObject(code('not_found'));
    expect(await listUnclaimedAccounts(rig.asOwner, {})).toMatchObject([{ hint: 'b…@example.com' }]);
  });

  it.each([
    ['while the files are listed', 'auth-files', 1],
    ['after the files were listed', 'get-auth-status', 3],
  ])('both wait for an administrator if the second one signs in %s', async (_, route, nth) => {
    const [a, b] = [await begin(asAlice), await begin(asBob)];
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, stateOf(a.url));
    const run = () => void rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, stateOf(b.url));
    rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: path(route), nth });
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: a.id })).toMatchObject({ status: 'unclaimed' });
    expect(await getConnectStatus(asBob, { id: b.id })).toMatchObject({ status: 'unclaimed' });
    const unclaimed = await listUnclaimedAccounts(rig.asOwner, {});
    expect(unclaimed.map(({ hint }) => hint)).toEqual(['a…@example.com', 'b…@example.com']);
  });

  it('nobody gets anything from a gateway that confirms both when one signs in', async () => {
    rig.double.setLoginsCompleteTogether(true);
    const [a, b] = [await begin(asAlice), await begin(asBob)];
    rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, stateOf(a.url));
    await rig.converge();
    expect(await getConnectStatus(asAlice, { id: a.id })).toMatchObject({ status: 'unclaimed' });
    expect(await getConnectStatus(asBob, { id: b.id })).toMatchObject({ status: 'unclaimed' });
    expect(await accounts(asBob)).toEqual([]);
    expect(await accounts(asAlice)).toEqual([]);
  });

  it('a login at the gateway itself, at the same time, is given to nobody', async () => {
    await connected(asBob, 'bob@example.com');
    const start = await begin(asBob);
    await new Promise((resolve) => setTimeout(resolve, 5));
    rig.double.placeAuthFile('codex-victim@example.com.json', { type: 'codex', email: 'victim@example.com' });
    rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, stateOf(start.url));
    await rig.converge();
    expect(await accounts(asBob)).toHaveLength(1);
    expect(await getConnectStatus(asBob, { id: start.id })).toMatchObject({ status: 'unclaimed' });
    expect((await listUnclaimedAccounts(rig.asOwner, {})).map(({ hint }) => hint)).toEqual(['v…@example.com']);
  });
});

describe("nobody reaches another person's account", () => {
  it('by any route', async () => {
    await connected(asAlice, 'alice@example.com');
    const [account] = await accounts(asAlice);
    const id = account?.id ?? '';
    const start = await begin(asAlice);
    const before = rig.double.authFile('codex-alice@example.com.json');
    const notFound = code('not_found');
    await expect(updateAccount(asBob, { id, isDisabled: true, waitMs: 0 })).rejects.toMatchObject(notFound);
    await expect(removeAccount(asBob, { id, waitMs: 0 })).rejects.toMatchObject(notFound);
    await expect(getConnectStatus(asBob, { id: start.id })).rejects.toMatchObject(notFound);
    await expect(cancelConnect(asBob, { id: start.id })).rejects.toMatchObject(notFound);
    const url = callback(start.url, 'bob@example.com');
    await expect(completeConnect(asBob, { id: start.id, callbackUrl: url })).rejects.toMatchObject(notFound);
    const own = await begin(asBob);
    await expect(completeConnect(asBob, { id: own.id, callbackUrl: url })).rejects.toMatchObject(
      code('callback_unusable'),
    );
    await expect(listProviderAccounts(asBob, { scope: 'all' })).rejects.toMatchObject(code('forbidden'));
    await expect(listUnclaimedAccounts(asBob, {})).rejects.toMatchObject(code('forbidden'));
    await imported(asBob, { email: 'alice@example.com' });
    await rig.converge();
    expect(rig.double.authFile('codex-alice@example.com.json')).toEqual(before);
    expect(await accounts(asAlice)).toMatchObject([{ id, isDisabled: false }]);
  });

  it('not even by signing in to the same account', async () => {
    await connected(asAlice, 'shared@example.com');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await connected(asBob, 'shared@example.com')).toMatchObject({ status: 'failed', problem: 'taken' });
    expect(await accounts(asBob)).toEqual([]);
    expect(await accounts(asAlice)).toHaveLength(1);
  });
});

describe('importing', () => {
  it('R10: names the file itself, so that no upload meets another file; the content goes through and rests nowhere', async () => {
    const [one, two] = [await imported(asAlice), await imported(asBob)];
    await rig.converge();
    expect(rig.double.authFileNames().sort()).toEqual([one, two].map(({ id }) => `gatehouse-codex-${id}.json`).sort());
    expect(rig.double.authFile(`gatehouse-codex-${one.id}.json`)).toMatchObject({ access_token: token });
    expect(await accounts(asAlice)).toMatchObject([{ id: one.id, state: { status: 'applied' } }]);
  });

  it('F11: the upload is applied and its reply is lost, or the process dies right then', async () => {
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: path('auth-files'), method: 'POST' });
    const { id, state } = await imported(asAlice);
    expect(state.status).toBe('pending');
    await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([{ id, state: { status: 'applied' } }]);
    expect(await listUnclaimedAccounts(rig.asOwner, {})).toEqual([]);
  });

  it('F11: the process dies before the upload, which is then said and not waited for', async () => {
    rig.double.faults.add({ fault: { kind: 'reset' }, path: path('auth-files'), method: 'POST' });
    const { id } = await imported(asAlice);
    await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([{ id, state: { status: 'pending' } }]);
    await sql`update provider_accounts set created_at = now() - interval '3 minutes'`.execute(rig.services.db);
    await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([{ state: { status: 'rejected', problem: { code: 'dropped' } } }]);
    await removeAccount(asAlice, { id, waitMs: 0 });
    await rig.converge();
    expect(await accounts(asAlice)).toEqual([]);
  });

  it('refuses what is no credential of that provider, and repeats nothing of it', async () => {
    const tries = ['not json', '[]', file({ type: 'claude' }), JSON.stringify({ type: 'codex', key: token })];
    for (const content of tries) {
      const attempt = importAccount(asAlice, { provider: 'codex', name: 'Mine', content, waitMs: 0 });
      const error = await attempt.catch((reason: unknown) => reason);
      expect(error).toMatchObject(code('credential_file_unusable'));
      expect(inspect(error, { depth: 9 })).not.toContain(token);
    }
    expect(rig.double.authFileNames()).toEqual([]);
  });

  it('leaves out what would steer requests elsewhere', async () => {
    const { id } = await imported(asAlice, { proxy_url: 'http://evil.example.com', headers: { a: 'b' }, priority: 9 });
    const stored = rig.double.authFile(`gatehouse-codex-${id}.json`);
    expect(Object.keys(stored ?? {}).sort()).toEqual(['access_token', 'refresh_token', 'type']);
  });
});

describe('keeping accounts as they are wanted', () => {
  it('switches off and on by the right call, and the credential stays as it is', async () => {
    const { id } = await imported(asAlice);
    await rig.converge();
    rig.double.clearJournal();
    await updateAccount(asAlice, { id, isDisabled: true, settings: { priority: 5, note: 'ours' }, waitMs: 0 });
    await rig.converge();
    const stored = rig.double.authFile(`gatehouse-codex-${id}.json`);
    expect(stored).toMatchObject({ access_token: token, disabled: true, priority: 5, note: 'ours' });
    expect(rig.double.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await accounts(asAlice)).toMatchObject([{ isDisabled: true, state: { status: 'applied' } }]);
    await updateAccount(asAlice, { id, isDisabled: false, waitMs: 0 });
    await rig.converge();
    expect(rig.double.authFile(`gatehouse-codex-${id}.json`)).toMatchObject({ disabled: false, access_token: token });
  });

  it('finishes what a lost reply left unknown', async () => {
    const { id } = await imported(asAlice);
    await rig.converge();
    for (const name of ['auth-files/status', 'auth-files/fields'])
      rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: path(name) });
    await updateAccount(asAlice, { id, isDisabled: true, settings: { prefix: 'team' }, waitMs: 0 });
    for (let round = 0; round < 4; round += 1) await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([{ state: { status: 'applied' }, settings: { prefix: 'team' } }]);
    rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: path('auth-files'), method: 'DELETE' });
    await removeAccount(asAlice, { id, waitMs: 0 });
    await rig.converge();
    await rig.converge();
    expect(rig.double.authFileNames()).toEqual([]);
    expect(await accounts(asAlice)).toEqual([]);
  });

  it('switches back what others switch, and asks after the third time', async () => {
    const { id } = await imported(asAlice);
    await rig.converge();
    const name = `gatehouse-codex-${id}.json`;
    for (let round = 0; round < 3; round += 1) {
      rig.double.placeAuthFile(name, { ...rig.double.authFile(name), disabled: true });
      await rig.converge();
    }
    expect(rig.double.authFile(name)).toMatchObject({ disabled: true });
    expect(await accounts(asAlice)).toMatchObject([{ state: { status: 'conflict' } }]);
    await updateAccount(asAlice, { id, isDisabled: false, waitMs: 0 });
    await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('says when a credential is gone that only its person can bring back; strangers are left alone', async () => {
    const { id } = await imported(asAlice);
    rig.double.placeAuthFile('theirs.json', { type: 'claude', access_token: 'sk-test-theirs' });
    await rig.converge();
    rig.double.placeAuthFile(`gatehouse-codex-${id}.json`, null);
    await rig.converge();
    expect(await accounts(asAlice)).toMatchObject([
      { state: { status: 'drifted', problem: { code: 'changed_outside' } } },
    ]);
    expect(rig.double.authFile('theirs.json')).toEqual({ type: 'claude', access_token: 'sk-test-theirs' });
    expect(rig.double.authFileNames()).toEqual(['theirs.json']);
  });

  it('leaves nothing of a person who is removed, their logins under way included', async () => {
    await imported(asAlice);
    await connected(asAlice, 'alice@example.com');
    const start = await begin(asAlice);
    await imported(asBob);
    await removeUser(rig.asOwner, { id: alice.userId });
    await expect(confirmUserRemoval(rig.services, { userId: alice.userId })).rejects.toThrow('not confirmed');
    rig.double.faults.add({ fault: { kind: 'status', status: 500 }, path: path('auth-files'), method: 'DELETE' });
    rig.double.signInAtProvider('codex', { email: 'late@example.com' }, stateOf(start.url));
    for (let round = 0; round < 4; round += 1) await rig.converge();
    expect(rig.double.authFileNames().filter((name) => !name.startsWith('gatehouse-codex'))).toEqual([]);
    expect(rig.double.authFileNames()).toHaveLength(1);
    await confirmUserRemoval(rig.services, { userId: alice.userId });
    expect(await accounts(asBob)).toMatchObject([{ state: { status: 'applied' } }]);
  });
});

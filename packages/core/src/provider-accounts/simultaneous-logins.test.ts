import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { converge } from '../gateway-sync/index.ts';
import {
  createTestAccounts,
  leakedCredentials,
  loginStateOf,
  managementPath,
  type TestAccounts,
} from '../testing/accounts.ts';
import { createTestDrivers } from '../testing/gateway.ts';
import { cancelConnect, claimAccount, getConnectStatus } from './index.ts';

// F13: two people connect the same provider at once.

let rig: TestAccounts;
let asAlice: Context;
let asBob: Context;

beforeEach(async () => {
  rig = await createTestAccounts();
  ({ asAlice, asBob } = rig);
});
afterEach(async () => {
  expect(await leakedCredentials(rig)).toBeNull();
  await rig.destroy();
});

const code = (expected: string) => ({ payload: { code: expected } });

it.each([
  ['the first one signs in first', true],
  ['the second one signs in first', false],
])('F13: each gets their own if %s', async (_, isFirst) => {
  const [a, b] = [await rig.begin(asAlice), await rig.begin(asBob)];
  const order = isFirst ? [a, b] : [b, a];
  for (const start of order) {
    const email = start === a ? 'alice@example.com' : 'bob@example.com';
    rig.double.signInAtProvider('codex', { email }, loginStateOf(start.url));
    await rig.converge();
  }
  const names = async (ctx: Context) => {
    const own = await rig.own(ctx);
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

it('F13: both wait for an administrator if both credentials are there before anybody looked', async () => {
  const [a, b] = [await rig.begin(asAlice), await rig.begin(asBob)];
  rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, loginStateOf(a.url));
  rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, loginStateOf(b.url));
  await rig.converge();
  for (const [ctx, { id }] of [
    [asAlice, a],
    [asBob, b],
  ] as const) {
    expect(await getConnectStatus(ctx, { id })).toMatchObject({ status: 'unclaimed', accountId: null });
    expect(await rig.own(ctx)).toEqual([]);
  }
  const unclaimed = await rig.unclaimed();
  expect(unclaimed.map(({ hint }) => hint)).toEqual(['a…@example.com', 'b…@example.com']);
  expect(unclaimed[0]?.candidates.map(({ name }) => name).sort()).toEqual(['Alice', 'Bob']);
  const fileId = unclaimed[0]?.fileId ?? '';
  const claim = { gatewayId: rig.gateway.id, fileId, userId: rig.alice.userId, name: 'Assigned' };
  await expect(claimAccount(asBob, { ...claim, userId: rig.bob.userId })).rejects.toMatchObject(code('forbidden'));
  expect(await claimAccount(rig.asOwner, claim)).toMatchObject({ owner: { name: 'Alice' } });
  await expect(claimAccount(rig.asOwner, claim)).rejects.toMatchObject(code('not_found'));
  expect(await rig.unclaimed()).toMatchObject([{ hint: 'b…@example.com' }]);
});

it.each([
  ['while the files are listed', 'auth-files', 1],
  ['after the files were listed', 'get-auth-status', 3],
])('F13: both wait for an administrator if the second one signs in %s', async (_, route, nth) => {
  const [a, b] = [await rig.begin(asAlice), await rig.begin(asBob)];
  rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, loginStateOf(a.url));
  const run = () => void rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, loginStateOf(b.url));
  rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: managementPath(route), nth });
  await rig.converge();
  expect(await getConnectStatus(asAlice, { id: a.id })).toMatchObject({ status: 'unclaimed' });
  expect(await getConnectStatus(asBob, { id: b.id })).toMatchObject({ status: 'unclaimed' });
  const unclaimed = await rig.unclaimed();
  expect(unclaimed.map(({ hint }) => hint)).toEqual(['a…@example.com', 'b…@example.com']);
});

it('F13: nobody gets anything from a gateway that confirms both when one signs in', async () => {
  rig.double.setLoginsCompleteTogether(true);
  const [a, b] = [await rig.begin(asAlice), await rig.begin(asBob)];
  rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, loginStateOf(a.url));
  await rig.converge();
  expect(await getConnectStatus(asAlice, { id: a.id })).toMatchObject({ status: 'unclaimed' });
  expect(await getConnectStatus(asBob, { id: b.id })).toMatchObject({ status: 'unclaimed' });
  expect(await rig.own(asBob)).toEqual([]);
  expect(await rig.own(asAlice)).toEqual([]);
});

it('F13: a login at the gateway itself, at the same time, is given to nobody', async () => {
  await rig.connect(asBob, 'bob@example.com');
  const start = await rig.begin(asBob);
  await new Promise((resolve) => setTimeout(resolve, 5));
  rig.double.placeAuthFile('codex-victim@example.com.json', { type: 'codex', email: 'victim@example.com' });
  rig.double.signInAtProvider('codex', { email: 'bob@example.com' }, loginStateOf(start.url));
  await rig.converge();
  expect(await rig.own(asBob)).toHaveLength(1);
  expect(await getConnectStatus(asBob, { id: start.id })).toMatchObject({ status: 'unclaimed' });
  expect((await rig.unclaimed()).map(({ hint }) => hint)).toEqual(['v…@example.com']);
});

it('a login that its person gives up while it is looked at brings them nothing', async () => {
  const start = await rig.begin(asAlice);
  rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, loginStateOf(start.url));
  const run = async () => void (await cancelConnect(asAlice, { id: start.id }));
  rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: managementPath('auth-files') });
  await rig.converge();
  await rig.converge();
  expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({ status: 'cancelled' });
  expect(await rig.own(asAlice)).toEqual([]);
  expect(rig.double.authFileNames()).toEqual([]);
});

it('a login that another process has settled stays so when the one that stood still goes on', async () => {
  const start = await rig.begin(asAlice);
  rig.double.signInAtProvider('codex', { email: 'alice@example.com' }, loginStateOf(start.url));
  const other = { ...(await rig.anotherProcess()), drivers: createTestDrivers() };
  const run = async () => {
    await sql`update leases set expires_at = now() - interval '1 second'`.execute(rig.services.db);
    expect(await converge(other, rig.gateway.id)).toMatchObject({ outcome: 'converged' });
  };
  rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: managementPath('auth-files') });
  await rig.converge();
  const [account] = await rig.own(asAlice);
  expect(await getConnectStatus(asAlice, { id: start.id })).toMatchObject({
    status: 'connected',
    problem: null,
    accountId: account?.id,
  });
  await rig.converge();
  expect(await rig.own(asAlice)).toHaveLength(1);
});

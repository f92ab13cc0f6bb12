import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { confirmUserRemoval, removeUser } from '../membership/index.ts';
import {
  accountToken,
  createTestAccounts,
  credentialFile,
  leakedCredentials,
  loginStateOf,
  managementPath,
  type TestAccounts,
} from '../testing/accounts.ts';
import { importAccount, removeAccount, updateAccount } from './index.ts';

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

describe('importing', () => {
  it('R10: names the file itself, so that no upload meets another file; the content goes through and rests nowhere', async () => {
    const [one, two] = [await rig.importFile(asAlice), await rig.importFile(asBob)];
    await rig.converge();
    expect(rig.double.authFileNames().sort()).toEqual([one, two].map(({ id }) => `gatehouse-codex-${id}.json`).sort());
    expect(rig.double.authFile(`gatehouse-codex-${one.id}.json`)).toMatchObject({ access_token: accountToken });
    expect(await rig.own(asAlice)).toMatchObject([{ id: one.id, state: { status: 'applied' } }]);
  });

  it('F11: the upload is applied and its reply is lost, or the process dies right then', async () => {
    rig.double.faults.add({
      fault: { kind: 'reset-after', at: 'start' },
      path: managementPath('auth-files'),
      method: 'POST',
    });
    const { id, state } = await rig.importFile(asAlice);
    expect(state.status).toBe('pending');
    await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([{ id, state: { status: 'applied' } }]);
    expect(await rig.unclaimed()).toEqual([]);
  });

  it('F11: the process dies before the upload, which is then said and not waited for', async () => {
    rig.double.faults.add({ fault: { kind: 'reset' }, path: managementPath('auth-files'), method: 'POST' });
    const { id } = await rig.importFile(asAlice);
    await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([{ id, state: { status: 'pending' } }]);
    await sql`update provider_accounts set created_at = now() - interval '3 minutes'`.execute(rig.services.db);
    await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([{ state: { status: 'rejected', problem: { code: 'dropped' } } }]);
    await removeAccount(asAlice, { id, waitMs: 0 });
    await rig.converge();
    expect(await rig.own(asAlice)).toEqual([]);
  });

  it('refuses what is no credential of that provider, and repeats nothing of it', async () => {
    const tries = [
      'not json',
      '[]',
      credentialFile({ type: 'claude' }),
      JSON.stringify({ type: 'codex', key: accountToken }),
    ];
    for (const content of tries) {
      const attempt = importAccount(asAlice, { provider: 'codex', name: 'Mine', content, waitMs: 0 });
      const error = await attempt.catch((reason: unknown) => reason);
      expect(error).toMatchObject(code('credential_file_unusable'));
      expect(inspect(error, { depth: 9 })).not.toContain(accountToken);
    }
    expect(rig.double.authFileNames()).toEqual([]);
  });

  it('leaves out what would steer requests elsewhere', async () => {
    const { id } = await rig.importFile(asAlice, {
      proxy_url: 'http://evil.example.com',
      headers: { a: 'b' },
      priority: 9,
    });
    const stored = rig.double.authFile(`gatehouse-codex-${id}.json`);
    expect(Object.keys(stored ?? {}).sort()).toEqual(['access_token', 'refresh_token', 'type']);
  });
});

describe('keeping accounts as they are wanted', () => {
  it('switches off and on by the right call, and the credential stays as it is', async () => {
    const { id } = await rig.importFile(asAlice);
    await rig.converge();
    rig.double.clearJournal();
    await updateAccount(asAlice, { id, isDisabled: true, settings: { priority: 5, note: 'ours' }, waitMs: 0 });
    await rig.converge();
    const stored = rig.double.authFile(`gatehouse-codex-${id}.json`);
    expect(stored).toMatchObject({ access_token: accountToken, disabled: true, priority: 5, note: 'ours' });
    expect(rig.double.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await rig.own(asAlice)).toMatchObject([{ isDisabled: true, state: { status: 'applied' } }]);
    await updateAccount(asAlice, { id, isDisabled: false, waitMs: 0 });
    await rig.converge();
    expect(rig.double.authFile(`gatehouse-codex-${id}.json`)).toMatchObject({
      disabled: false,
      access_token: accountToken,
    });
  });

  it('finishes what a lost reply left unknown', async () => {
    const { id } = await rig.importFile(asAlice);
    await rig.converge();
    for (const name of ['auth-files/status', 'auth-files/fields'])
      rig.double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: managementPath(name) });
    await updateAccount(asAlice, { id, isDisabled: true, settings: { prefix: 'team' }, waitMs: 0 });
    for (let round = 0; round < 4; round += 1) await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([{ state: { status: 'applied' }, settings: { prefix: 'team' } }]);
    rig.double.faults.add({
      fault: { kind: 'reset-after', at: 'start' },
      path: managementPath('auth-files'),
      method: 'DELETE',
    });
    await removeAccount(asAlice, { id, waitMs: 0 });
    await rig.converge();
    await rig.converge();
    expect(rig.double.authFileNames()).toEqual([]);
    expect(await rig.own(asAlice)).toEqual([]);
  });

  it('switches back what others switch, and asks after the third time', async () => {
    const { id } = await rig.importFile(asAlice);
    await rig.converge();
    const name = `gatehouse-codex-${id}.json`;
    for (let round = 0; round < 3; round += 1) {
      rig.double.placeAuthFile(name, { ...rig.double.authFile(name), disabled: true });
      await rig.converge();
    }
    expect(rig.double.authFile(name)).toMatchObject({ disabled: true });
    expect(await rig.own(asAlice)).toMatchObject([{ state: { status: 'conflict' } }]);
    await updateAccount(asAlice, { id, isDisabled: false, waitMs: 0 });
    await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('says when a credential is gone that only its person can bring back; strangers are left alone', async () => {
    const { id } = await rig.importFile(asAlice);
    rig.double.placeAuthFile('theirs.json', { type: 'claude', access_token: 'sk-test-theirs' });
    await rig.converge();
    rig.double.placeAuthFile(`gatehouse-codex-${id}.json`, null);
    await rig.converge();
    expect(await rig.own(asAlice)).toMatchObject([
      { state: { status: 'drifted', problem: { code: 'changed_outside' } } },
    ]);
    expect(rig.double.authFile('theirs.json')).toEqual({ type: 'claude', access_token: 'sk-test-theirs' });
    expect(rig.double.authFileNames()).toEqual(['theirs.json']);
  });

  it('leaves nothing of a person who is removed, their logins under way included', async () => {
    await rig.importFile(asAlice);
    await rig.connect(asAlice, 'alice@example.com');
    const start = await rig.begin(asAlice);
    await rig.importFile(asBob);
    await removeUser(rig.asOwner, { id: rig.alice.userId });
    await expect(confirmUserRemoval(rig.services, { userId: rig.alice.userId })).rejects.toThrow('not confirmed');
    rig.double.faults.add({
      fault: { kind: 'status', status: 500 },
      path: managementPath('auth-files'),
      method: 'DELETE',
    });
    rig.double.signInAtProvider('codex', { email: 'late@example.com' }, loginStateOf(start.url));
    for (let round = 0; round < 4; round += 1) await rig.converge();
    expect(rig.double.authFileNames().filter((name) => !name.startsWith('gatehouse-codex'))).toEqual([]);
    expect(rig.double.authFileNames()).toHaveLength(1);
    await confirmUserRemoval(rig.services, { userId: rig.alice.userId });
    expect(await rig.own(asBob)).toMatchObject([{ state: { status: 'applied' } }]);
  });
});

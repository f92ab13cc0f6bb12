import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { AccountsDriver } from '../driver/index.ts';
import { type CallRecord, createCliproxyapiDriver } from './index.ts';

let double: Double;
let accounts: AccountsDriver;
let calls: CallRecord[];

beforeEach(async () => {
  double = await startCliproxyapiDouble();
  calls = [];
  const driver = createCliproxyapiDriver({
    baseUrl: double.url,
    managementKey: double.managementKey,
    onCall: (call) => calls.push(call),
  });
  if (!driver.accounts) throw new Error('This driver has no accounts.');
  accounts = driver.accounts;
});
afterEach(() => double.stop());

const secretContent = { type: 'claude', email: 'alice@example.com', access_token: 'sk-test-canary-token' };
const files = async () => {
  const seen = await accounts.list();
  if (!seen.ok) throw new Error(seen.problem.code);
  return seen.accounts;
};

test('a file is uploaded once; the same name again is refused and nothing is written over', async () => {
  expect(await accounts.upload('gatehouse-claude-1.json', secretContent)).toEqual({ outcome: 'applied', writes: 1 });
  expect(await files()).toMatchObject([
    { fileName: 'gatehouse-claude-1.json', provider: 'claude', isDisabled: false, health: 'active' },
  ]);
  const again = await accounts.upload('gatehouse-claude-1.json', { type: 'claude', access_token: 'sk-test-other' });
  expect(again).toMatchObject({ outcome: 'rejected', problem: { code: 'refused' }, writes: 0 });
  expect(double.authFile('gatehouse-claude-1.json')).toEqual(secretContent);
});

test('switching off keeps the credential: only the route for it is used', async () => {
  await accounts.upload('a.json', secretContent);
  double.clearJournal();
  expect(await accounts.setDisabled('a.json', true)).toEqual({ outcome: 'applied', writes: 1 });
  expect(double.authFile('a.json')).toEqual({ ...secretContent, disabled: true });
  expect(double.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PATCH /v0/management/auth-files/status',
  ]);
  expect((await files())[0]).toMatchObject({ isDisabled: true, health: 'disabled' });
  expect(await accounts.setDisabled('none.json', true)).toMatchObject({ outcome: 'rejected' });
});

test('fields are set one by one and taken away by empty ones', async () => {
  await accounts.upload('a.json', secretContent);
  const settings = {
    priority: 3,
    note: 'ours',
    prefix: 'team',
    proxyUrl: 'http://127.0.0.1:9',
    excludedModels: ['x-*'],
  };
  expect(await accounts.setFields('a.json', settings)).toMatchObject({ outcome: 'applied' });
  expect(double.authFile('a.json')).toMatchObject({
    ...secretContent,
    priority: 3,
    note: 'ours',
    prefix: 'team',
    proxy_url: 'http://127.0.0.1:9',
    excluded_models: ['x-*'],
  });
  await accounts.setFields('a.json', { note: '' });
  expect(double.authFile('a.json')).toMatchObject({ note: '', prefix: 'team' });
});

test('removing is idempotent', async () => {
  await accounts.upload('a.json', secretContent);
  expect(await accounts.remove('a.json')).toEqual({ outcome: 'applied', writes: 1 });
  expect(await accounts.remove('a.json')).toEqual({ outcome: 'applied', writes: 0 });
  expect(await files()).toEqual([]);
});

test('an answer that is lost is unknown, and reading back shows what happened', async () => {
  const paths = ['auth-files', 'auth-files/status', 'auth-files/fields'].map((path) => `/v0/management/${path}`);
  double.placeAuthFile('a.json', secretContent);
  for (const path of paths) double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path, method: 'PATCH' });
  expect(await accounts.setDisabled('a.json', true)).toMatchObject({ outcome: 'unknown', writes: 1 });
  expect(await accounts.setFields('a.json', { note: 'x' })).toMatchObject({ outcome: 'unknown' });
  expect((await files())[0]).toMatchObject({ isDisabled: true });
  double.faults.add({ fault: { kind: 'reset-after', at: 'middle' }, path: paths[0] ?? '', method: 'POST' });
  expect(await accounts.upload('b.json', secretContent)).toMatchObject({ outcome: 'unknown' });
  expect((await files()).map(({ fileName }) => fileName)).toEqual(['a.json', 'b.json']);
});

test('a login by redirect waits, is completed by what the person pastes, and brings a file', async () => {
  const started = await accounts.startLogin('claude');
  if (!started.ok) throw new Error(started.problem.code);
  const { state, url, userCode } = started.login;
  expect(url).toContain(`state=${state}`);
  expect(userCode).toBeNull();
  expect(await accounts.loginStatus(state)).toEqual({ ok: true, status: 'waiting' });
  const callback = { provider: 'claude', state, code: 'alice@example.com' } as const;
  expect(await accounts.completeLogin({ ...callback, provider: 'codex' })).toMatchObject({ outcome: 'rejected' });
  const unknown = { ...callback, state: 'nobody-knows-this' };
  expect(await accounts.completeLogin(unknown)).toMatchObject({ outcome: 'rejected', problem: { code: 'refused' } });
  expect(await accounts.completeLogin(callback)).toMatchObject({ outcome: 'applied' });
  expect(await accounts.loginStatus(state)).toEqual({ ok: true, status: 'confirmed' });
  expect(await accounts.completeLogin(callback)).toMatchObject({ outcome: 'rejected' });
  expect((await files()).map(({ fileName }) => fileName)).toEqual(['claude-alice@example.com.json']);
});

test('a login by device has a code; one that was declined, cancelled or forgotten is told apart', async () => {
  const begin = async () => {
    const started = await accounts.startLogin('kimi');
    if (!started.ok) throw new Error(started.problem.code);
    expect(started.login.userCode).toMatch(/^[0-9A-F]{8}$/);
    return started.login.state;
  };
  const [declined, cancelled, done] = [await begin(), await begin(), await begin()];
  double.declineAtProvider(declined);
  expect(await accounts.loginStatus(declined)).toEqual({ ok: true, status: 'failed' });
  expect(await accounts.cancelLogin(cancelled)).toEqual({ ok: true, wasWaiting: true });
  expect(await accounts.cancelLogin(cancelled)).toEqual({ ok: true, wasWaiting: false });
  expect(await accounts.loginStatus(cancelled)).toEqual({ ok: true, status: 'unknown' });
  expect(double.signInAtProvider('kimi', { email: 'k@example.com' }, done)).toBe('kimi-k@example.com.json');
  expect(await accounts.loginStatus(done)).toEqual({ ok: true, status: 'confirmed' });
  double.advanceClock(61_000);
  expect(await accounts.loginStatus(done)).toEqual({ ok: true, status: 'unknown' });
  expect(await accounts.loginStatus('')).toEqual({ ok: true, status: 'unknown' });
});

test('nothing that is answered or recorded of a call holds a token, a state or a file name', async () => {
  const started = await accounts.startLogin('codex');
  const state = started.ok ? started.login.state : '';
  const seen = [
    await accounts.upload('gatehouse-claude-1.json', secretContent),
    await accounts.upload('gatehouse-claude-1.json', secretContent),
    await accounts.list(),
    await accounts.loginStatus(state),
    await accounts.cancelLogin(state),
  ];
  expect(inspect(seen, { depth: 9 })).not.toContain('sk-test-canary-token');
  expect(inspect(calls, { depth: 9 })).not.toMatch(new RegExp(`sk-test-canary-token|${state}|gatehouse-claude`));
});

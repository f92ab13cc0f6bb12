import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientKeySpec, GatewayDriver } from '../driver/index.ts';
import { type LitellmDouble, startLitellmDouble } from '../litellm-double/index.ts';
import { tokenOf } from './client-keys.ts';
import { createLitellmDriver } from './index.ts';

// Somebody else blocks or unblocks a key at the gateway.

let double: LitellmDouble;
let driver: GatewayDriver;
const key = 'sk-test-key';

beforeEach(async () => {
  double = await startLitellmDouble({ version: '1.92' });
  driver = createLitellmDriver({ baseUrl: double.url, managementKey: double.masterKey, timeoutMs: 500 });
});
afterEach(() => double.stop());

async function seen() {
  const outcome = await driver.observe('client-keys');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}
async function put(spec: ClientKeySpec, clear: (keyof ClientKeySpec)[] = []) {
  const naturalKey = driver.naturalKey('client-keys', spec);
  return driver.apply('client-keys', [{ kind: 'ensure-present', naturalKey, spec, clear }], await seen());
}
async function isAsWanted(spec: ClientKeySpec): Promise<boolean> {
  const { entries } = await seen();
  return entries.some((entry) => driver.agrees?.('client-keys', entry, spec));
}
const somebodySets = (fields: object) =>
  double.editAsForeigner(({ keys }) => Object.assign(keys.get(tokenOf(key)) ?? {}, fields));
const writes = () => double.writes().map(({ path }) => path);

describe('a key of ours', () => {
  it('that somebody blocked is not as wanted, and unblocked once', async () => {
    await put({ key });
    somebodySets({ blocked: true, max_parallel_requests: 3 });
    expect(await isAsWanted({ key })).toBe(false);
    double.clearJournal();
    expect(await put({ key })).toMatchObject({ outcome: 'applied', writes: 1 });
    expect([double.admits(key), writes()]).toEqual([true, ['/key/unblock']]);
    expect(double.keys()).toMatchObject([{ max_parallel_requests: 3 }]);
    expect(await put({ key })).toMatchObject({ outcome: 'applied', writes: 0 });
  });

  it('is limited again before it is let in again', async () => {
    await put({ key, rpmLimit: 5 });
    somebodySets({ blocked: true, rpm_limit: 900 });
    double.clearJournal();
    await put({ key, rpmLimit: 5 });
    expect(writes()).toEqual(['/key/update', '/key/unblock']);
  });

  it('is unblocked once where that is also our own wish', async () => {
    await put({ key, isBlocked: true });
    double.clearJournal();
    await put({ key }, ['isBlocked']);
    expect([double.admits(key), writes()]).toEqual([true, ['/key/unblock']]);
  });

  it('that is to be blocked stays blocked, and is blocked again', async () => {
    const spec: ClientKeySpec = { key, isBlocked: true };
    await put(spec);
    expect([await isAsWanted(spec), (await put(spec)).writes]).toEqual([true, 0]);
    somebodySets({ blocked: false });
    expect(await isAsWanted(spec)).toBe(false);
    await put(spec);
    expect([double.admits(key), await isAsWanted(spec)]).toEqual([false, true]);
  });
});

it('an adopted key of which only the hash is known keeps what others decide', async () => {
  await put({ key });
  somebodySets({ blocked: true });
  const adopted: ClientKeySpec = { key: tokenOf(key), isHashOnly: true };
  expect(await isAsWanted(adopted)).toBe(true);
  expect(await put({ ...adopted, rpmLimit: 5 })).toMatchObject({ outcome: 'applied', writes: 1 });
  expect(double.keys()).toMatchObject([{ blocked: true, rpm_limit: 5 }]);
});

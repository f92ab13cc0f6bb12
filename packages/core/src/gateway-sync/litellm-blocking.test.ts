import type { LitellmDouble } from '@gatehouse/gateways/litellm-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClientKey, listClientKeys, updateClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { listGatewayEvents, planGateway, updateGateway } from '../gateways/index.ts';
import { createTestLitellm, hashOf, type TestLitellm, theirKey } from '../testing/litellm.ts';
import { converge } from './index.ts';

// Somebody else blocks client keys at the gateway.

let rig: TestLitellm;
let double: LitellmDouble;
let id: string;
let asOwner: Context;
let asAda: Context;
let key: string;
let keyId: string;

beforeEach(async () => {
  rig = await createTestLitellm();
  ({ double, gatewayId: id, asOwner, asAda } = rig);
  const made = await createClientKey(asAda, { name: 'Laptop', waitMs: 0 });
  [key, keyId] = [made.key, made.clientKey.id];
  await rig.settle();
});
afterEach(() => rig.destroy());

const block = (...keys: string[]) =>
  double.editAsForeigner((state) => {
    for (const one of keys) Object.assign(state.keys.get(hashOf(one)) ?? {}, { blocked: true });
  });
const isBlocked = (one: string) => double.keys().find(({ token }) => token === hashOf(one))?.blocked === true;

async function expectNoIdleWrites(): Promise<void> {
  double.clearJournal();
  await converge(rig.services, id);
  await converge(rig.services, id);
  expect(double.writes()).toEqual([]);
}

describe('a client key that somebody else blocks', () => {
  it('is drift, and let in again; a stranger’s stays as it is', async () => {
    block(key, theirKey);
    await rig.settle();
    expect([double.admits(key), isBlocked(theirKey)]).toEqual([true, true]);
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', label: 'Laptop', action: 'repaired' },
    ]);
    await expectNoIdleWrites();
  });

  it('is let in again once, also where the answer is lost', async () => {
    block(key);
    double.clearJournal();
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'POST', path: '/key/unblock' });
    await rig.settle();
    expect([double.admits(key), double.writes().map(({ path }) => path)]).toEqual([true, ['/key/unblock']]);
    expect(await listClientKeys(asAda, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
    await expectNoIdleWrites();
  });

  it('is only reported where the policy says so', async () => {
    await updateGateway(asOwner, { id, policy: 'report' });
    block(key);
    await expectNoIdleWrites();
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', label: 'Laptop', action: 'reported' },
    ]);
    expect(await listClientKeys(asAda, { scope: 'own' })).toMatchObject([{ state: { status: 'drifted' } }]);
    expect((await planGateway(asOwner, { id })).resources[0]?.held).toMatchObject([
      { label: 'Laptop', reason: 'policy' },
    ]);
  });

  it('stays blocked where that is what its person wants', async () => {
    await updateClientKey(asAda, { id: keyId, version: 1, isBlocked: true, waitMs: 0 });
    await rig.settle();
    await expectNoIdleWrites();
    expect(isBlocked(key)).toBe(true);
  });

  it('stays blocked where it was adopted and only its hash is known', async () => {
    await rig.adopt(await rig.stranger('client-keys'));
    await rig.settle();
    block(theirKey);
    await expectNoIdleWrites();
    expect(isBlocked(theirKey)).toBe(true);
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toEqual([]);
  });
});

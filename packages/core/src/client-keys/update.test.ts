import { type LitellmDouble, startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { converge } from '../gateway-sync/index.ts';
import { createGateway } from '../gateways/index.ts';
import { updateUser } from '../membership/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createClientKey, expireClientKeys, listClientKeys, ownClientKey, updateClientKey } from './index.ts';

let rig: TestGateway;
let litellm: LitellmDouble;
let litellmId: string;
let member: UserActor;
let ctx: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  litellm = await startLitellmDouble({ masterKey: 'sk-test-master' });
  const gateway = await createGateway(rig.asOwner, {
    name: 'Metered',
    kind: 'litellm',
    baseUrl: litellm.url,
    managementKey: litellm.masterKey,
  });
  litellmId = gateway.id;
  member = await rig.createUser();
  ctx = rig.contextOf(member);
  await settle();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await litellm.stop();
  await rig.destroy();
});

/** Both gateways, until nothing waits any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    for (const id of [rig.gateway.id, litellmId]) await converge(rig.services, id);
    const waiting = await rig.services.db
      .selectFrom('gateway_entries')
      .select('id')
      .where('status', 'in', ['pending', 'drifted', 'unknown'])
      .execute();
    if (waiting.length === 0) return;
  }
  throw new Error('The gateways did not settle.');
}

const code = (expected: string) => expect.objectContaining({ payload: expect.objectContaining({ code: expected }) });
const create = (gatewayId: string, extra: object = {}) =>
  createClientKey(ctx, { gatewayId, name: 'Laptop', waitMs: 0, ...extra });
const update = (id: string, version: number, edit: object, as = ctx) =>
  updateClientKey(as, { id, version, waitMs: 0, ...edit });
const soon = () => new Date(Date.now() + 3_600_000);
const own = async () => (await listClientKeys(ctx, { scope: 'own' }))[0];
/** What a client with this key is answered. */
const statusOf = async (key: string) =>
  (await fetch(`${litellm.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
/** As if so much time had passed. */
const letExpire = (id: string) =>
  rig.services.db
    .updateTable('client_keys')
    .set({ expires_at: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', id)
    .execute();
const auditOf = (id: string) =>
  rig.services.db
    .selectFrom('audit_entries')
    .select(['action', 'details', 'actor_label'])
    .where('resource_id', '=', id)
    .orderBy('id')
    .execute();

describe('limits at a gateway that has them', () => {
  it('really holds models, budget, rates and expiry, and changes only what an edit names', async () => {
    const expiresAt = soon();
    const limits = { models: ['b', 'a'], maxBudget: '12.50', budgetDuration: '30d', rpmLimit: 5, tpmLimit: 700 };
    const { clientKey } = await create(litellmId, { ...limits, expiresAt });
    expect(clientKey).toMatchObject({ limits, expiresAt, isExpired: false, isBlocked: false, version: 1 });
    await settle();
    expect(litellm.keys()[0]).toMatchObject({
      models: ['a', 'b'],
      max_budget: 12.5,
      budget_duration: '30d',
      rpm_limit: 5,
      tpm_limit: 700,
      expires: expect.any(String),
    });

    const view = await update(clientKey.id, 1, { rpmLimit: 9, models: null, expiresAt: null });
    expect(view).toMatchObject({ limits: { ...limits, models: null, rpmLimit: 9 }, expiresAt: null, version: 2 });
    await settle();
    expect(litellm.keys()[0]).toMatchObject({ max_budget: 12.5, rpm_limit: 9, tpm_limit: 700, expires: null });
    expect((await own())?.state.status).toBe('applied');
    litellm.clearJournal();
    await settle();
    expect(litellm.writes()).toEqual([]);
    expect((await auditOf(clientKey.id)).at(-1)).toMatchObject({
      action: 'client-key.updated',
      details: { rpmLimit: 9, rpmLimitBefore: 5, models: null, modelsBefore: 'b, a' },
    });
  });

  it('blocks and unblocks in place', async () => {
    const { key, clientKey } = await create(litellmId);
    await settle();
    await update(clientKey.id, 1, { isBlocked: true });
    await settle();
    expect([litellm.hasKey(key), await statusOf(key)]).toEqual([true, 401]);
    await update(clientKey.id, 2, { isBlocked: false });
    await settle();
    expect(await statusOf(key)).toBe(200);
    expect((await auditOf(clientKey.id)).map(({ action }) => action)).toEqual([
      'client-key.created',
      'client-key.blocked',
      'client-key.unblocked',
    ]);
  });

  it('an expired key stays where the gateway expires it, and works again with a later expiry', async () => {
    const { key, clientKey } = await create(litellmId, { expiresAt: soon() });
    await settle();
    await letExpire(clientKey.id);
    await expireClientKeys(rig.services);
    expect(await own()).toMatchObject({ isExpired: true });
    expect(await ownClientKey(rig.services, member.userId, litellmId)).toBeNull();
    await update(clientKey.id, 1, { expiresAt: soon() });
    await settle();
    expect(litellm.admits(key)).toBe(true);
    expect(await own()).toMatchObject({ isExpired: false, state: { status: 'applied' } });
  });

  it('knows the gateway’s models, and refuses a spelling mistake', async () => {
    litellm.editAsForeigner(({ models }) => {
      models.push({ model_name: 'large', litellm_params: { model: 'openai/x' }, model_info: { id: 'one' } });
    });
    await settle();
    await expect(create(litellmId, { models: ['lagre'] })).rejects.toThrow(code('invalid_input'));
    const { clientKey } = await create(litellmId, { models: ['large'] });
    await expect(update(clientKey.id, 1, { models: ['large', 'x'] })).rejects.toThrow(code('invalid_input'));
  });
});

describe('limits at a gateway that has none', () => {
  it('refuses what it cannot hold and writes nothing', async () => {
    for (const limit of [{ models: ['a'] }, { maxBudget: '5' }, { rpmLimit: 5 }, { tpmLimit: 5 }])
      await expect(create(rig.gateway.id, limit)).rejects.toThrow(code('key_limits_unsupported'));
    expect(await own()).toBeUndefined();
    const { clientKey } = await create(rig.gateway.id);
    await expect(update(clientKey.id, 1, { rpmLimit: 5 })).rejects.toThrow(code('key_limits_unsupported'));
    expect(await own()).toMatchObject({ version: 1 });
  });

  it('takes a key out when its time is reached, once, and in again when it is prolonged', async () => {
    const { key, clientKey } = await create(rig.gateway.id, { expiresAt: soon() });
    const other = await create(rig.gateway.id, { expiresAt: soon() });
    expect((await rig.enqueuedJobs()).filter(({ name }) => name === 'expire-client-keys')).toHaveLength(2);
    await settle();
    expect(rig.double.clientKeys()).toContain(key);
    await letExpire(clientKey.id);
    await Promise.all([expireClientKeys(rig.services), expireClientKeys(await rig.anotherProcess())]);
    await expireClientKeys(rig.services);
    await settle();
    expect(rig.double.clientKeys()).not.toContain(key);
    expect(rig.double.clientKeys()).toContain(other.key);
    const views = await listClientKeys(ctx, { scope: 'own' });
    expect(views.find(({ id }) => id === clientKey.id)).toMatchObject({ isExpired: true, revokedAt: null });
    expect((await auditOf(clientKey.id)).filter(({ action }) => action === 'client-key.expired')).toMatchObject([
      { actor_label: 'system: expiry', details: { name: 'Laptop' } },
    ]);

    await update(clientKey.id, 1, { expiresAt: null });
    await settle();
    expect(rig.double.clientKeys()).toContain(key);
  });

  it('blocks by taking the key out, also over a suspension of its owner', async () => {
    const { key, clientKey } = await create(rig.gateway.id);
    await settle();
    await update(clientKey.id, 1, { isBlocked: true });
    await settle();
    expect(rig.double.clientKeys()).not.toContain(key);
    expect(await ownClientKey(rig.services, member.userId, rig.gateway.id)).toBeNull();
    await updateUser(rig.asOwner, { id: member.userId, isActive: false });
    await update(clientKey.id, 2, { name: 'Suspended' }, rig.asOwner);
    await updateUser(rig.asOwner, { id: member.userId, isActive: true });
    await settle();
    expect(rig.double.clientKeys()).not.toContain(key);
    await updateUser(rig.asOwner, { id: member.userId, isActive: false });
    await update(clientKey.id, 3, { isBlocked: false }, rig.asOwner);
    await settle();
    expect(rig.double.clientKeys()).not.toContain(key);
    await updateUser(rig.asOwner, { id: member.userId, isActive: true });
    await settle();
    expect(rig.double.clientKeys()).toContain(key);
  });
});

describe('who may edit a client key', () => {
  it('its owner, and nobody else without the permission', async () => {
    const { clientKey } = await create(litellmId);
    const other = rig.contextOf(await rig.createUser());
    await expect(update(clientKey.id, 1, { name: 'Mine' }, other)).rejects.toThrow(code('not_found'));
    expect(await update(clientKey.id, 1, { name: 'Desk' })).toMatchObject({ name: 'Desk', limitsSetBy: null });
    await expect(update(clientKey.id, 1, { name: 'Late' })).rejects.toThrow(code('edit_conflict'));
  });

  it('what somebody else limited is not the owner’s to change, until it is lifted', async () => {
    const { clientKey } = await create(litellmId);
    const held = await update(clientKey.id, 1, { rpmLimit: 5 }, rig.asOwner);
    expect(held.limitsSetBy).toBe(rig.owner.name);
    await expect(update(clientKey.id, 2, { rpmLimit: null })).rejects.toThrow(code('key_limits_held'));
    expect(await update(clientKey.id, 2, { name: 'Desk' })).toMatchObject({ limitsSetBy: rig.owner.name });
    await update(clientKey.id, 3, { rpmLimit: null }, rig.asOwner);
    expect(await update(clientKey.id, 4, { rpmLimit: 7 })).toMatchObject({ limitsSetBy: null });
  });
});

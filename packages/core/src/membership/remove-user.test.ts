import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authenticateAccessToken } from '../access-tokens/index.ts';
import type { UserActor } from '../actor/index.ts';
import { managementKeyPlace } from '../gateway-sync/index.ts';
import { randomToken } from '../secrets/index.ts';
import { authenticateSession, verifyPassword } from '../sessions/index.ts';
import { createTestDrivers } from '../testing/gateway.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { listUsers } from '../users/index.ts';
import { confirmUserRemoval, removeUser, updateUser } from './index.ts';

const password = 'a long test password';
const code = (expected: string) => ({ payload: { code: expected } });

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices({ drivers: createTestDrivers() });
});
afterAll(() => test.destroy());

let owner: UserActor;
beforeEach(async () => {
  await test.services.db.updateTable('users').set({ role: 'member' }).execute();
  owner = await test.createUser({ role: 'owner' });
});

const remove = (actor: UserActor, id: string) => removeUser(test.contextOf(actor), { id });

async function addGateway(): Promise<string> {
  const id = newId();
  const gateway = { id, name: `Gateway ${id}`, kind: 'cliproxyapi', base_url: `https://${id}.example.com` } as const;
  await test.services.db
    .insertInto('gateways')
    .values({
      ...gateway,
      management_key_sealed: test.services.sealer.seal('sk-test-management', managementKeyPlace(id)),
    })
    .execute();
  return id;
}

/** One of each kind, confirmed by the gateway. */
async function contribute(userId: string, gatewayId: string): Promise<string[]> {
  const { db, hmac } = test.services;
  const entryIds = [newId(), newId(), newId()] as const;
  const resources = ['provider-keys', 'custom-providers', 'client-keys'] as const;
  for (const [index, resource] of resources.entries())
    await db
      .insertInto('gateway_entries')
      .values({
        id: entryIds[index] ?? '',
        gateway_id: gatewayId,
        resource,
        natural_key_hmac: hmac('natural-key', entryIds[index] ?? ''),
        spec_sealed: Buffer.of(1),
        owner_user_id: userId,
        desired: 'present',
        status: 'applied',
      })
      .execute();
  const mine = { gateway_id: gatewayId, user_id: userId, name: 'mine', masked: 'sk-t…test' };
  const base_url = 'https://provider.example.com';
  await db
    .insertInto('provider_keys')
    .values({ ...mine, id: newId(), entry_id: entryIds[0], provider: 'claude' })
    .execute();
  await db
    .insertInto('custom_providers')
    .values({ ...mine, id: newId(), entry_id: entryIds[1], display_name: 'Mine', base_url, models: '[]' })
    .execute();
  await db
    .insertInto('client_keys')
    .values({
      ...mine,
      id: newId(),
      entry_id: entryIds[2],
      key_hmac: hmac('client-key', entryIds[2]),
      key_sealed: Buffer.of(1),
    })
    .execute();
  return [...entryIds];
}

const entriesOf = (userId: string) =>
  test.services.db
    .selectFrom('gateway_entries')
    .select(['desired', 'status', 'generation'])
    .where('owner_user_id', '=', userId)
    .execute();

async function confirmAtGateway(entryIds: string[]) {
  const { db } = test.services;
  await db.updateTable('gateway_entries').set({ status: 'applied' }).where('id', 'in', entryIds).execute();
}

const confirmations = (userId: string) =>
  test.services.db
    .selectFrom('audit_entries')
    .select(['actor_type', 'request_id'])
    .where('action', '=', 'user.removal-confirmed')
    .where('resource_id', '=', userId)
    .execute();

describe('removeUser', () => {
  it('ends all access at once', async () => {
    const user = await test.createUser({ password });
    const { db, hmac } = test.services;
    const token = randomToken('ghc_');
    await db
      .insertInto('access_tokens')
      .values({
        id: newId(),
        user_id: user.userId,
        kind: 'cli',
        name: 'Test',
        token_hmac: hmac('access-token', token),
        prefix: 'ghc_',
        last_four: 'test',
        scopes: ['read'],
      })
      .execute();
    const web = test.contextOf({ type: 'service', name: 'web' });
    const signIn = () => verifyPassword(web, { email: user.email, password, clientAddress: '192.0.2.44' });
    const claims = await signIn();
    const other = await test.anotherProcess();
    for (const services of [test.services, other]) {
      expect(await authenticateSession(services, claims)).not.toBeNull();
      expect(await authenticateAccessToken(services, token)).not.toBeNull();
    }
    await remove(owner, user.userId);
    expect(await authenticateSession(test.services, claims)).toBeNull();
    expect(await authenticateAccessToken(test.services, token)).toBeNull();
    await expect(signIn()).rejects.toMatchObject(code('wrong_credentials'));
    const isOut = async () =>
      (await authenticateSession(other, claims)) === null && (await authenticateAccessToken(other, token)) === null;
    await expect.poll(isOut, { timeout: 10_000 }).toBe(true);
    const people = await listUsers(test.contextOf(owner));
    expect(people.some(({ id }) => id === user.userId)).toBe(false);
    await test.createUser({ email: user.email });
  });

  it('retires what the person has at every gateway, and nobody else’s', async () => {
    const [user, colleague] = [await test.createUser(), await test.createUser()];
    const [first, second] = [await addGateway(), await addGateway()];
    for (const gatewayId of [first, second]) await contribute(user.userId, gatewayId);
    await contribute(colleague.userId, first);
    test.wokenGateways.length = 0;
    await remove(owner, user.userId);
    expect(await entriesOf(user.userId)).toEqual(
      Array.from({ length: 6 }, () => ({ desired: 'absent', status: 'pending', generation: 2 })),
    );
    expect(await entriesOf(colleague.userId)).toEqual(
      Array.from({ length: 3 }, () => ({ desired: 'present', status: 'applied', generation: 1 })),
    );
    expect(test.wokenGateways.toSorted()).toEqual([first, second].toSorted());
    const { db } = test.services;
    const keys = await db.selectFrom('client_keys').selectAll().where('user_id', '=', user.userId).execute();
    expect(keys.map(({ revoked_at, key_sealed }) => [revoked_at !== null, key_sealed])).toEqual([
      [true, null],
      [true, null],
    ]);
    for (const table of ['provider_keys', 'custom_providers'] as const) {
      const rows = await db.selectFrom(table).select('removed_at').where('user_id', '=', user.userId).execute();
      expect(rows.every(({ removed_at }) => removed_at !== null)).toBe(true);
      const others = await db.selectFrom(table).select('removed_at').where('user_id', '=', colleague.userId).execute();
      expect(others).toEqual([{ removed_at: null }]);
    }
    expect((await test.enqueuedJobs()).at(-1)).toEqual({ name: 'confirm-user-removal', data: { userId: user.userId } });
    const entry = await db
      .selectFrom('audit_entries')
      .select(['actor_user_id', 'details'])
      .where('action', '=', 'user.removed')
      .where('resource_id', '=', user.userId)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      actor_user_id: owner.userId,
      details: { email: user.email, providerKeys: 2, customProviders: 2, clientKeys: 2, accessTokens: 0 },
    });
  });

  it('keeps owners to owners, and the last of them', async () => {
    const [admin, second, member] = [
      await test.createUser({ role: 'admin' }),
      await test.createUser({ role: 'owner' }),
      await test.createUser(),
    ];
    await expect(remove(admin, second.userId)).rejects.toMatchObject(code('forbidden'));
    await expect(remove(member, admin.userId)).rejects.toMatchObject(code('forbidden'));
    await remove(owner, second.userId);
    await expect(remove(owner, second.userId)).rejects.toMatchObject(code('not_found'));
    await expect(remove(owner, owner.userId)).rejects.toMatchObject(code('last_owner'));
    await remove(admin, member.userId);
  });

  it('leaves one owner when owners remove each other, or step down, at once', async () => {
    const second = await test.createUser({ role: 'owner' });
    const third = await test.createUser({ role: 'owner' });
    await Promise.allSettled([
      remove(owner, second.userId),
      remove(second, third.userId),
      remove(third, owner.userId),
      updateUser(test.contextOf(owner), { id: owner.userId, role: 'member' }),
      updateUser(test.contextOf(second), { id: second.userId, isActive: false }),
      updateUser(test.contextOf(third), { id: third.userId, role: 'admin' }),
    ]);
    const left = await test.services.db
      .selectFrom('users')
      .select('id')
      .where('role', '=', 'owner')
      .where('is_active', '=', true)
      .where('removed_at', 'is', null)
      .execute();
    expect(left.length).toBeGreaterThanOrEqual(1);
  });

  it('removes somebody once, and all or nothing', async () => {
    const user = await test.createUser();
    const results = await Promise.allSettled([remove(owner, user.userId), remove(owner, user.userId)]);
    expect(results.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: code('not_found') }]);
    const jobsOf = async (userId: string) =>
      (await test.enqueuedJobs()).filter(({ data }) => 'userId' in data && data.userId === userId);
    expect(await jobsOf(user.userId)).toHaveLength(1);

    const spared = await test.createUser();
    const gatewayId = await addGateway();
    await contribute(spared.userId, gatewayId);
    const jobs = {
      enqueue: async () => {
        throw new Error('no queue today');
      },
    };
    const ctx = { ...test.contextOf(owner), jobs };
    await expect(removeUser(ctx, { id: spared.userId })).rejects.toThrow('no queue today');
    expect((await entriesOf(spared.userId)).every(({ desired }) => desired === 'present')).toBe(true);
    expect(test.wokenGateways).not.toContain(gatewayId);
    await remove(owner, spared.userId);
  });
});

describe('confirmUserRemoval', () => {
  it('fails until every gateway has confirmed, then says so once', async () => {
    const user = await test.createUser();
    const gatewayId = await addGateway();
    const entryIds = await contribute(user.userId, gatewayId);
    await remove(owner, user.userId);
    const confirm = () => confirmUserRemoval(test.services, { userId: user.userId });
    await expect(confirm()).rejects.toThrow('3 entries');
    await confirmAtGateway(entryIds.slice(0, 2));
    await expect(confirm()).rejects.toThrow('1 entries');
    expect(await confirmations(user.userId)).toEqual([]);
    await confirmAtGateway(entryIds);
    await Promise.all([confirm(), confirm(), confirm()]);
    expect(await confirmations(user.userId)).toEqual([{ actor_type: 'system', request_id: null }]);
  });

  it('retires what a request under way has contributed after the removal', async () => {
    const user = await test.createUser();
    const gatewayId = await addGateway();
    await remove(owner, user.userId);
    const entryIds = await contribute(user.userId, gatewayId);
    await expect(confirmUserRemoval(test.services, { userId: user.userId })).rejects.toThrow('3 entries');
    expect((await entriesOf(user.userId)).every(({ desired }) => desired === 'absent')).toBe(true);
    expect(test.wokenGateways).toContain(gatewayId);
    await confirmAtGateway(entryIds);
    await confirmUserRemoval(test.services, { userId: user.userId });
  });

  it('does not wait for a gateway that is not in use any more', async () => {
    const user = await test.createUser();
    const gatewayId = await addGateway();
    await contribute(user.userId, gatewayId);
    await remove(owner, user.userId);
    const { db } = test.services;
    await db.updateTable('gateways').set({ removed_at: sql`now()` }).where('id', '=', gatewayId).execute();
    await confirmUserRemoval(test.services, { userId: user.userId });
    expect(await confirmations(user.userId)).toHaveLength(1);
  });
});

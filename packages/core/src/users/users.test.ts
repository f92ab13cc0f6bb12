import { permissionsOf, roles } from '@gatehouse/contracts/permissions';
import { newId } from '@gatehouse/db/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymous, system, type UserActor } from '../actor/index.ts';
import { updateUser } from '../membership/index.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { listUsers, whoAmI } from './index.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

let owner: UserActor;
beforeEach(async () => {
  const { db } = test.services;
  await db.deleteFrom('sessions').execute();
  await db.deleteFrom('audit_entries').execute();
  await db.deleteFrom('users').execute();
  owner = await test.createUser({ role: 'owner', name: 'Olive' });
});

const update = (actor: UserActor, input: Parameters<typeof updateUser>[1]) => updateUser(test.contextOf(actor), input);
const code = (expected: string) => ({ payload: { code: expected } });

describe('updateUser', () => {
  it('changes the role, ends the sessions of before and writes it down', async () => {
    const member = await test.createUser();
    const view = await update(owner, { id: member.userId, role: 'operator' });
    expect(view).toMatchObject({ id: member.userId, role: 'operator', isActive: true });
    const { db } = test.services;
    const user = await db.selectFrom('users').selectAll().where('id', '=', member.userId).executeTakeFirstOrThrow();
    expect(user).toMatchObject({ role: 'operator', session_version: 1 });
    const sessions = await db.selectFrom('sessions').selectAll().where('user_id', '=', member.userId).execute();
    expect(sessions.every(({ revoked_at }) => revoked_at !== null)).toBe(true);
    const entries = await db.selectFrom('audit_entries').selectAll().execute();
    expect(entries).toMatchObject([
      {
        action: 'user.updated',
        actor_user_id: owner.userId,
        resource_id: member.userId,
        details: { role: 'operator', roleBefore: 'member', isActive: true, isActiveBefore: true },
      },
    ]);
  });

  it('does nothing when nothing changes', async () => {
    const member = await test.createUser();
    await update(owner, { id: member.userId, role: 'member', isActive: true });
    const { db } = test.services;
    const user = await db.selectFrom('users').selectAll().where('id', '=', member.userId).executeTakeFirstOrThrow();
    expect(user.session_version).toBe(0);
    expect(await db.selectFrom('audit_entries').selectAll().execute()).toEqual([]);
  });

  it('keeps owners to owners', async () => {
    const admin = await test.createUser({ role: 'admin' });
    const second = await test.createUser({ role: 'owner' });
    await expect(update(admin, { id: admin.userId, role: 'owner' })).rejects.toMatchObject(code('forbidden'));
    await expect(update(admin, { id: second.userId, role: 'member' })).rejects.toMatchObject(code('forbidden'));
    await expect(update(admin, { id: second.userId, isActive: false })).rejects.toMatchObject(code('forbidden'));
    await update(owner, { id: admin.userId, role: 'owner' });
    await update(owner, { id: second.userId, role: 'admin' });
  });

  it('does not believe an owner who has lost the role since they were authenticated', async () => {
    const second = await test.createUser({ role: 'owner' });
    const member = await test.createUser();
    await update(owner, { id: second.userId, role: 'admin' });
    await expect(update(second, { id: member.userId, role: 'owner' })).rejects.toMatchObject(code('forbidden'));
  });

  it('keeps the last owner who can sign in', async () => {
    const second = await test.createUser({ role: 'owner' });
    await update(owner, { id: second.userId, isActive: false });
    await expect(update(owner, { id: owner.userId, role: 'admin' })).rejects.toMatchObject(code('last_owner'));
    await expect(update(owner, { id: owner.userId, isActive: false })).rejects.toMatchObject(code('last_owner'));
    await update(owner, { id: second.userId, isActive: true });
    await update(owner, { id: owner.userId, role: 'admin' });
  });

  it('leaves one owner when all owners give up the role at once', async () => {
    const owners = [owner, ...(await Promise.all([1, 2, 3, 4].map(() => test.createUser({ role: 'owner' }))))];
    const results = await Promise.allSettled(owners.map((each) => update(each, { id: each.userId, role: 'member' })));
    expect(results.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: code('last_owner') }]);
    const left = await test.services.db.selectFrom('users').select('id').where('role', '=', 'owner').execute();
    expect(left).toHaveLength(1);
  });

  it('leaves one owner when two demote each other at once', async () => {
    const second = await test.createUser({ role: 'owner' });
    const results = await Promise.allSettled([
      update(owner, { id: second.userId, role: 'member' }),
      update(second, { id: owner.userId, role: 'member' }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('asks for the permission and for a person who is there', async () => {
    const member = await test.createUser();
    for (const role of roles.filter((each) => !permissionsOf[each].has('users:update')))
      await expect(update({ ...member, role }, { id: owner.userId, role: 'member' })).rejects.toMatchObject(
        code('forbidden'),
      );
    await expect(update(owner, { id: newId(), role: 'member' })).rejects.toMatchObject(code('not_found'));
  });
});

describe('listUsers and whoAmI', () => {
  it('lists people by name, without those who were removed', async () => {
    const { db } = test.services;
    await test.createUser({ name: 'zoe' });
    await test.createUser({ name: 'Anna' });
    const gone = await test.createUser({ name: 'Gone' });
    await db.updateTable('users').set({ removed_at: new Date() }).where('id', '=', gone.userId).execute();
    const users = await listUsers(test.contextOf(owner));
    expect(users.map(({ name }) => name)).toEqual(['Anna', 'Olive', 'zoe']);
    expect(Object.keys(users[0] ?? {})).not.toContain('password_hash');
    await expect(listUsers(test.contextOf({ ...owner, role: 'member' }))).rejects.toMatchObject(code('forbidden'));
  });

  it('tells everybody who they are', async () => {
    expect(await whoAmI(test.contextOf(owner))).toMatchObject({
      type: 'user',
      id: owner.userId,
      role: 'owner',
      permissions: [...permissionsOf.owner],
      via: 'session',
    });
    expect(await whoAmI(test.contextOf({ type: 'service', name: 'web' }))).toEqual({ type: 'service', name: 'web' });
    expect(await whoAmI(test.contextOf(system('worker')))).toEqual({ type: 'service', name: 'worker' });
    await expect(whoAmI(test.contextOf(anonymous))).rejects.toMatchObject(code('unauthenticated'));
  });
});

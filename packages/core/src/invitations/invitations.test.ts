import { permissionsOf, roles } from '@gatehouse/contracts/permissions';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type UserActor } from '../actor/index.ts';
import { updateUser } from '../membership/index.ts';
import { createTestServices, databaseText, type TestServices } from '../testing/index.ts';
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  previewInvitation,
  removeStaleInvitations,
  revokeInvitation,
} from './index.ts';

const password = 'a long test password';
const code = (expected: string) => ({ payload: { code: expected } });
const unusable = (reason: string) => ({ payload: { code: 'invitation_unusable', details: { reason } } });

let test: TestServices;
let owner: UserActor;
let admin: UserActor;
beforeAll(async () => {
  test = await createTestServices();
  owner = await test.createUser({ role: 'owner', name: 'Olive' });
  admin = await test.createUser({ role: 'admin', name: 'Adam' });
});
afterAll(() => test.destroy());

type Options = { role?: UserActor['role']; email?: string; expiresInDays?: number };
async function invite(inviter: UserActor, options: Options = {}) {
  const made = await createInvitation(test.contextOf(inviter), { role: 'member', expiresInDays: 7, ...options });
  return { ...made, token: new URL(made.url).hash.slice(1) };
}

let people = 0;
function visitor() {
  people += 1;
  return { ctx: test.contextOf(anonymous, { clientAddress: `10.0.0.${people}` }), email: `p${people}@example.com` };
}
function accept(token: string, email?: string) {
  const { ctx, email: ownEmail } = visitor();
  return acceptInvitation(ctx, { token, name: 'New Person', email: email ?? ownEmail, password });
}

describe('createInvitation', () => {
  it('answers a link whose token is where browsers do not send it, and keeps only its HMAC', async () => {
    const { invitation, url, token } = await invite(admin, { role: 'operator', email: 'eve@example.com' });
    expect(invitation).toMatchObject({ email: 'eve@example.com', role: 'operator', status: 'open' });
    expect(invitation.expiresAt.getTime() - invitation.createdAt.getTime()).toBe(7 * 86_400_000);
    expect(url).toBe(`http://localhost:3000/invite#${token}`);
    expect(token).toMatch(/^invite_[\w-]{43}$/);
    expect(await databaseText(test.services.db)).not.toContain(token);
  });

  it('lets only owners invite owners, and only those who may invite anybody', async () => {
    await expect(invite(admin, { role: 'owner' })).rejects.toMatchObject(code('forbidden'));
    expect((await invite(owner, { role: 'owner' })).invitation.role).toBe('owner');
    for (const role of roles.filter((each) => !permissionsOf[each].has('invitations:create')))
      await expect(invite({ ...admin, role })).rejects.toMatchObject(code('forbidden'));
  });

  it('does not invite somebody who is here already', async () => {
    await expect(invite(admin, { email: owner.email })).rejects.toMatchObject(code('email_taken'));
  });
});

describe('previewInvitation and acceptInvitation', () => {
  it('shows what it is for and makes the account', async () => {
    const { token, invitation } = await invite(admin, { role: 'auditor' });
    const { ctx, email } = visitor();
    expect(await previewInvitation(ctx, { token })).toEqual({ email: null, role: 'auditor', invitedBy: 'Adam' });
    const { userId } = await acceptInvitation(ctx, { token, name: 'Bea', email, password });
    const { db } = test.services;
    const user = await db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
    expect(user).toMatchObject({ name: 'Bea', email, role: 'auditor', is_active: true });
    expect(user.password_hash).toMatch(/^\$argon2id\$/);
    const audited = await db
      .selectFrom('audit_entries')
      .select(['action', 'details'])
      .where('resource_id', 'in', [userId, invitation.id])
      .orderBy('id')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual(['invitation.created', 'user.created', 'invitation.accepted']);
    const written = await databaseText(db);
    for (const secret of [token, password]) expect(written).not.toContain(secret);
    await expect(previewInvitation(ctx, { token })).rejects.toMatchObject(unusable('accepted'));
  });

  it('lets one of many accept', async () => {
    const { token } = await invite(admin);
    const accepts = await Promise.allSettled(Array.from({ length: 6 }, () => accept(token)));
    expect(accepts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of accepts) if (each.status === 'rejected') expect(each.reason).toMatchObject(unusable('accepted'));
    const count = await test.services.db
      .selectFrom('users')
      .where(
        'email',
        'in',
        Array.from({ length: 6 }, (_, index) => `p${people - index}@example.com`),
      )
      .select('id')
      .execute();
    expect(count).toHaveLength(1);
  });

  it('makes one account when one person accepts two invitations at once, and keeps the other open', async () => {
    const [first, second] = [await invite(admin), await invite(admin)];
    const results = await Promise.allSettled([
      accept(first.token, 'twice@example.com'),
      accept(second.token, 'twice@example.com'),
    ]);
    expect(results.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: code('email_taken') }]);
    const statuses = (await listInvitations(test.contextOf(admin)))
      .filter(({ id }) => id === first.invitation.id || id === second.invitation.id)
      .map(({ status }) => status);
    expect(statuses.toSorted()).toEqual(['accepted', 'open']);
  });

  it('keeps one that names an address to that address', async () => {
    const { token } = await invite(admin, { email: 'pinned@example.com' });
    await expect(accept(token, 'other@example.com')).rejects.toMatchObject({
      payload: { code: 'invalid_input', details: { fields: { email: [expect.any(String)] } } },
    });
    await accept(token, 'pinned@example.com');
  });

  it('refuses what is unknown, expired or withdrawn, with the reason', async () => {
    const { db } = test.services;
    const expired = await invite(admin);
    await db
      .updateTable('invitations')
      .set({ expires_at: sql<Date>`now() - interval '1 second'` })
      .where('id', '=', expired.invitation.id)
      .execute();
    const revoked = await invite(admin);
    await revokeInvitation(test.contextOf(owner), { id: revoked.invitation.id });
    await expect(accept(expired.token)).rejects.toMatchObject(unusable('expired'));
    await expect(accept(revoked.token)).rejects.toMatchObject(unusable('revoked'));
    await expect(accept(`invite_${'x'.repeat(43)}`)).rejects.toMatchObject(unusable('unknown'));
  });

  it('is worth no more than its inviter', async () => {
    const shortLived = await test.createUser({ role: 'owner' });
    const asOwner = await invite(shortLived, { role: 'owner' });
    const asMember = await invite(shortLived);
    await updateUser(test.contextOf(owner), { id: shortLived.userId, role: 'admin' });
    await expect(accept(asOwner.token)).rejects.toMatchObject(unusable('revoked'));
    await updateUser(test.contextOf(owner), { id: shortLived.userId, isActive: false });
    await expect(accept(asMember.token)).rejects.toMatchObject(unusable('revoked'));
    await updateUser(test.contextOf(owner), { id: shortLived.userId, isActive: true });
    await accept(asMember.token);
  });

  it('limits attempts by address', async () => {
    const ctx = test.contextOf(anonymous, { clientAddress: '192.0.2.99' });
    const attempt = (token: string) =>
      acceptInvitation(ctx, { token, name: 'Guess', email: 'guess@example.com', password });
    for (let count = 0; count < 10; count += 1)
      await expect(attempt(`invite_${'y'.repeat(43)}`)).rejects.toMatchObject(unusable('unknown'));
    const { token } = await invite(admin);
    await expect(attempt(token)).rejects.toMatchObject(code('too_many_requests'));
    expect(await previewInvitation(ctx, { token })).toMatchObject({ role: 'member' });
  });
});

describe('revokeInvitation, listInvitations and removeStaleInvitations', () => {
  it('withdraws once, tells when it is too late, and keeps owners’ to owners', async () => {
    const { invitation, token } = await invite(admin);
    const revoke = (actor: UserActor, id: string) => revokeInvitation(test.contextOf(actor), { id });
    await revoke(admin, invitation.id);
    expect(await revoke(admin, invitation.id)).toEqual({ revoked: true });
    await expect(previewInvitation(visitor().ctx, { token })).rejects.toMatchObject(unusable('revoked'));
    const entries = await test.services.db
      .selectFrom('audit_entries')
      .select('action')
      .where('resource_id', '=', invitation.id)
      .where('action', '=', 'invitation.revoked')
      .execute();
    expect(entries).toHaveLength(1);

    const used = await invite(admin);
    await accept(used.token);
    await expect(revoke(admin, used.invitation.id)).rejects.toMatchObject(unusable('accepted'));
    await expect(revoke(admin, newId())).rejects.toMatchObject(code('not_found'));
    const forOwner = await invite(owner, { role: 'owner' });
    await expect(revoke(admin, forOwner.invitation.id)).rejects.toMatchObject(code('forbidden'));
    await revoke(owner, forOwner.invitation.id);
  });

  it('is either accepted or withdrawn when both happen at once', async () => {
    const { invitation, token } = await invite(admin);
    const results = await Promise.allSettled([
      accept(token),
      revokeInvitation(test.contextOf(admin), { id: invitation.id }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('lists newest first, to those who may read them', async () => {
    const first = await invite(admin);
    const second = await invite(admin);
    const list = await listInvitations(test.contextOf({ ...admin, role: 'auditor' }));
    expect(list.slice(0, 2)).toEqual([second.invitation, first.invitation]);
    await expect(listInvitations(test.contextOf({ ...admin, role: 'member' }))).rejects.toMatchObject(
      code('forbidden'),
    );
  });

  it('forgets those that nobody accepted 90 days after they expired', async () => {
    const { db } = test.services;
    const [stale, recent, used] = [await invite(admin), await invite(admin), await invite(admin)];
    await accept(used.token);
    const age = (id: string, days: number) =>
      db
        .updateTable('invitations')
        .set({ expires_at: sql<Date>`now() - ${days}::int * interval '1 day'` })
        .where('id', '=', id)
        .execute();
    await age(stale.invitation.id, 91);
    await age(recent.invitation.id, 89);
    await age(used.invitation.id, 91);
    expect(await removeStaleInvitations(db)).toBe(1);
    await expect(previewInvitation(visitor().ctx, { token: stale.token })).rejects.toMatchObject(unusable('unknown'));
    await expect(previewInvitation(visitor().ctx, { token: recent.token })).rejects.toMatchObject(unusable('expired'));
  });
});

import { newId } from '@gatehouse/db/ids';
import { hash } from '@node-rs/argon2';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../actor/index.ts';
import { updateUser } from '../membership/index.ts';
import { rateLimitPresets } from '../rate-limits/index.ts';
import { createTestServices, databaseText, type TestServices } from '../testing/index.ts';
import { authenticateSession, endSession, listSessions, revokeSession, verifyPassword } from './index.ts';

const password = 'a long test password';
const web = { type: 'service', name: 'web' } as const;
const code = (expected: string) => ({ payload: { code: expected } });

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

let addresses = 0;
function nextAddress(): string {
  addresses += 1;
  return `198.51.100.${addresses}`;
}

const signIn = (email: string, given = password, clientAddress = nextAddress()) =>
  verifyPassword(test.contextOf(web), { email, password: given, userAgent: 'Test Browser', clientAddress });

async function auditActions(userId: string) {
  const rows = await test.services.db
    .selectFrom('audit_entries')
    .selectAll()
    .where((eb) => eb.or([eb('actor_user_id', '=', userId), eb('resource_id', '=', userId)]))
    .orderBy('id')
    .execute();
  return rows.map(({ action, actor_type, details }) => ({ action, actor_type, details }));
}

describe('verifyPassword', () => {
  it('begins a session of 30 days for the person', async () => {
    const user = await test.createUser({ role: 'operator', password });
    const signedIn = await signIn(user.email);
    expect(signedIn).toEqual({
      sessionId: signedIn.sessionId,
      userId: user.userId,
      sessionVersion: 0,
      name: user.name,
      email: user.email,
      role: 'operator',
    });
    const session = await test.services.db
      .selectFrom('sessions')
      .select(['user_agent', sql<boolean>`expires_at = created_at + interval '720 hours'`.as('is_month')])
      .where('id', '=', signedIn.sessionId)
      .executeTakeFirstOrThrow();
    expect(session).toEqual({ user_agent: 'Test Browser', is_month: true });
    const row = await test.services.db
      .selectFrom('users')
      .select('last_signed_in_at')
      .where('id', '=', user.userId)
      .executeTakeFirstOrThrow();
    expect(row.last_signed_in_at).toBeInstanceOf(Date);
    expect(await auditActions(user.userId)).toMatchObject([{ action: 'session.started', actor_type: 'user' }]);
  });

  it('refuses everybody alike and writes down why', async () => {
    const user = await test.createUser({ password });
    const inactive = await test.createUser({ password });
    const removed = await test.createUser({ password });
    const withoutPassword = await test.createUser();
    const { db } = test.services;
    await db.updateTable('users').set({ is_active: false }).where('id', '=', inactive.userId).execute();
    await db.updateTable('users').set({ removed_at: new Date() }).where('id', '=', removed.userId).execute();
    const errors = await Promise.all([
      signIn(user.email, 'not the password').catch((error) => error.payload),
      signIn('nobody@example.com').catch((error) => error.payload),
      signIn(inactive.email).catch((error) => error.payload),
      signIn(removed.email).catch((error) => error.payload),
      signIn(withoutPassword.email).catch((error) => error.payload),
    ]);
    expect(errors[0]).toMatchObject({ code: 'wrong_credentials' });
    for (const error of errors) expect(error).toEqual(errors[0]);
    expect(await auditActions(user.userId)).toMatchObject([
      { action: 'session.refused', actor_type: 'service', details: { reason: 'wrong password', email: user.email } },
    ]);
    expect(await auditActions(inactive.userId)).toMatchObject([{ details: { reason: 'inactive' } }]);
    const written = await databaseText(db);
    expect(written).not.toContain('nobody@example.com');
    expect(written).not.toContain('not the password');
    expect(written).not.toContain(password);
  });

  it('stops guessing at one person from many addresses, and at many people from one address', async () => {
    const user = await test.createUser({ password });
    const { limit } = rateLimitPresets['sign-in-email'];
    const guesses = await Promise.allSettled(
      Array.from({ length: limit + 5 }, (_, index) => signIn(user.email, 'wrong guess', `203.0.113.${index}`)),
    );
    const codes = guesses.map((guess) => guess.status === 'rejected' && guess.reason.payload.code);
    expect(codes.filter((each) => each === 'wrong_credentials')).toHaveLength(limit);
    expect(codes.filter((each) => each === 'too_many_requests')).toHaveLength(5);
    await expect(signIn(user.email)).rejects.toMatchObject(code('too_many_requests'));

    const attempts = await Promise.allSettled(
      Array.from({ length: rateLimitPresets['sign-in-address'].limit + 1 }, () =>
        test.services.rateLimits.consume('sign-in-address', '203.0.113.250'),
      ),
    );
    expect(attempts.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const other = await test.createUser({ password });
    await expect(signIn(other.email, password, '203.0.113.250')).rejects.toMatchObject(code('too_many_requests'));
    await signIn(other.email);
  });

  it('makes a new hash at sign-in when the parameters have changed', async () => {
    const user = await test.createUser();
    const { db } = test.services;
    const weaker = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await db.updateTable('users').set({ password_hash: weaker }).where('id', '=', user.userId).execute();
    await Promise.all([signIn(user.email), signIn(user.email)]);
    const { password_hash } = await db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', user.userId)
      .executeTakeFirstOrThrow();
    expect(password_hash).toMatch(/m=19456,t=2,p=1/);
    await signIn(user.email);
  });

  it('answers only a service', async () => {
    const owner = await test.createUser({ role: 'owner' });
    const input = { email: owner.email, password };
    await expect(verifyPassword(test.contextOf(owner), input)).rejects.toMatchObject(code('forbidden'));
    await expect(verifyPassword(test.contextOf(anonymous), input)).rejects.toMatchObject(code('unauthenticated'));
    await expect(endSession(test.contextOf(owner), { sessionId: newId() })).rejects.toMatchObject(code('forbidden'));
  });
});

describe('authenticateSession', () => {
  it('knows the person without SQL once it is warm', async () => {
    const user = await test.createUser({ password });
    const claims = await signIn(user.email);
    const actor = await authenticateSession(test.services, claims);
    expect(actor).toEqual({ ...user, via: { type: 'session', sessionId: claims.sessionId } });
    const before = test.statementCount();
    expect(await authenticateSession(test.services, claims)).toEqual(actor);
    expect(test.statementCount()).toBe(before);
  });

  it('refuses what is unknown, expired, not this person or of an older version', async () => {
    const user = await test.createUser({ password });
    const claims = await signIn(user.email);
    const { services } = test;
    expect(await authenticateSession(services, { ...claims, sessionVersion: 1 })).toBeNull();
    expect(await authenticateSession(services, { ...claims, userId: newId() })).toBeNull();
    expect(await authenticateSession(services, { ...claims, sessionId: newId() })).toBeNull();
    expect(await authenticateSession(services, { ...claims, sessionId: 'x' })).toBeNull();
    expect(await authenticateSession(services, claims)).not.toBeNull();
    const expired = await signIn(user.email);
    const past = sql<Date>`now() - interval '1 second'`;
    await services.db.updateTable('sessions').set({ expires_at: past }).where('id', '=', expired.sessionId).execute();
    expect(await authenticateSession(services, expired)).toBeNull();
  });

  it('hears of the end of a session at once, here and in other processes', async () => {
    const user = await test.createUser({ password });
    const other = await test.anotherProcess();
    const [revoked, ended] = [await signIn(user.email), await signIn(user.email)];
    for (const claims of [revoked, ended]) {
      expect(await authenticateSession(test.services, claims)).not.toBeNull();
      expect(await authenticateSession(other, claims)).not.toBeNull();
    }
    await revokeSession(test.contextOf(user), { id: revoked.sessionId });
    expect(await authenticateSession(test.services, revoked)).toBeNull();
    expect(await authenticateSession(test.services, ended)).not.toBeNull();
    await endSession(test.contextOf(web), { sessionId: ended.sessionId });
    expect(await authenticateSession(test.services, ended)).toBeNull();
    await expect.poll(() => authenticateSession(other, revoked), { timeout: 10_000 }).toBeNull();
    await expect.poll(() => authenticateSession(other, ended), { timeout: 10_000 }).toBeNull();
  });

  it('ends every session when the role changes or the person is shut out', async () => {
    const owner = await test.createUser({ role: 'owner' });
    const user = await test.createUser({ password });
    const before = await signIn(user.email);
    expect(await authenticateSession(test.services, before)).not.toBeNull();
    await updateUser(test.contextOf(owner), { id: user.userId, role: 'auditor' });
    expect(await authenticateSession(test.services, before)).toBeNull();
    const after = await signIn(user.email);
    expect(await authenticateSession(test.services, after)).toMatchObject({ role: 'auditor' });
    await updateUser(test.contextOf(owner), { id: user.userId, isActive: false });
    expect(await authenticateSession(test.services, after)).toBeNull();
  });
});

describe('listSessions, revokeSession and endSession', () => {
  it('shows one’s own sessions that can be used', async () => {
    const user = await test.createUser({ password });
    const second = await signIn(user.email);
    const third = await signIn(user.email);
    await revokeSession(test.contextOf(user), { id: third.sessionId });
    const sessions = await listSessions(test.contextOf(user));
    expect(sessions).toMatchObject([
      { id: second.sessionId, userAgent: 'Test Browser', isCurrent: false },
      { id: user.via.type === 'session' && user.via.sessionId, userAgent: null, isCurrent: true },
    ]);
  });

  it('ends only one’s own, and only from the dashboard', async () => {
    const [user, stranger] = [await test.createUser(), await test.createUser({ role: 'owner', password })];
    const { sessionId: id } = await signIn(stranger.email);
    await expect(revokeSession(test.contextOf(user), { id })).rejects.toMatchObject(code('not_found'));
    const byToken = { ...stranger, via: { type: 'token', tokenId: newId(), scopes: ['write'] } } as const;
    await expect(revokeSession(test.contextOf(byToken), { id })).rejects.toMatchObject(code('forbidden'));
    await expect(listSessions(test.contextOf(byToken))).rejects.toMatchObject(code('forbidden'));
    await revokeSession(test.contextOf(stranger), { id });
  });

  it('signs out once, and does not mind a second time', async () => {
    const user = await test.createUser({ password });
    const { sessionId } = await signIn(user.email);
    await endSession(test.contextOf(web), { sessionId });
    expect(await endSession(test.contextOf(web), { sessionId })).toEqual({ ended: true });
    const actions = (await auditActions(user.userId)).map(({ action }) => action);
    expect(actions).toEqual(['session.started', 'session.ended']);
  });
});

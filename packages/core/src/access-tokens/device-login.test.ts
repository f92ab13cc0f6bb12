import { userCode as userCodeSchema } from '@gatehouse/contracts/access-tokens';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type UserActor } from '../actor/index.ts';
import { rateLimitPresets } from '../rate-limits/index.ts';
import { createTestServices, databaseText, type TestServices } from '../testing/index.ts';
import { randomUserCode } from './codes.ts';
import {
  approveDeviceLogin,
  authenticateAccessToken,
  denyDeviceLogin,
  getDeviceLogin,
  pollDeviceLogin,
  removeExpiredDeviceLogins,
  revokeCurrentAccessToken,
  startDeviceLogin,
} from './index.ts';

const code = (expected: string) => ({ payload: { code: expected } });
const unusable = (reason: string) => ({ payload: { code: 'device_login_unusable', details: { reason } } });

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

let laptops = 0;
async function begin() {
  laptops += 1;
  const device = test.contextOf(anonymous, { clientAddress: `10.1.0.${laptops}` });
  const start = await startDeviceLogin(device, { clientName: 'Test laptop' });
  return {
    device,
    start,
    typed: { userCode: userCodeSchema.parse(start.userCode) },
    poll: () => pollDeviceLogin(device, start),
  };
}

async function makeExpired(typed: { userCode: string }) {
  await test.services.db
    .updateTable('device_logins')
    .set({ expires_at: sql<Date>`now() - interval '1 second'` })
    .where('user_code', '=', typed.userCode)
    .execute();
}

const tokensOf = (user: UserActor) =>
  test.services.db.selectFrom('access_tokens').selectAll().where('user_id', '=', user.userId).execute();

describe('a device login', () => {
  it('goes from the code to a token of the person who confirmed it', async () => {
    const user = await test.createUser({ role: 'operator' });
    const { start, typed, poll } = await begin();
    expect(start).toMatchObject({ expiresInSeconds: 600, intervalSeconds: 5 });
    expect(start.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(start.verificationUrl).toBe(`http://localhost:3000/device?code=${start.userCode}`);
    expect(await poll()).toEqual({ status: 'pending', intervalSeconds: 5 });
    expect(await getDeviceLogin(test.contextOf(user), typed)).toMatchObject({
      userCode: start.userCode,
      clientName: 'Test laptop',
    });
    await approveDeviceLogin(test.contextOf(user), typed);
    const answer = await poll();
    if (answer.status !== 'approved') throw new Error(answer.status);
    expect(answer.token).toMatch(/^ghc_[\w-]{43}$/);
    expect(await authenticateAccessToken(test.services, answer.token)).toEqual({
      ...user,
      via: { type: 'token', tokenId: expect.any(String), scopes: ['bundle', 'read', 'write'] },
    });
    const [token] = await tokensOf(user);
    expect(token).toMatchObject({
      kind: 'cli',
      name: 'Test laptop',
      prefix: answer.token.slice(0, 8),
      last_four: answer.token.slice(-4),
      expires_at: answer.expiresAt,
    });
    expect(answer.expiresAt.getTime() - (token?.created_at.getTime() ?? 0)).toBe(90 * 86_400_000);
  });

  it('answers the same token again when the answer was lost, and makes it once however many ask', async () => {
    const user = await test.createUser();
    const { typed, poll } = await begin();
    await approveDeviceLogin(test.contextOf(user), typed);
    const answers = await Promise.all(Array.from({ length: 8 }, poll));
    expect(answers[0]).toMatchObject({ status: 'approved' });
    for (const answer of [...answers, await poll()]) expect(answer).toEqual(answers[0]);
    expect(await tokensOf(user)).toHaveLength(1);
  });

  it('gives nothing any more once it has expired or the token was revoked', async () => {
    const user = await test.createUser();
    const [late, out, waiting] = [await begin(), await begin(), await begin()];
    for (const { typed } of [late, out]) await approveDeviceLogin(test.contextOf(user), typed);
    await late.poll();
    await makeExpired(late.typed);
    expect(await late.poll()).toEqual({ status: 'expired' });

    const answer = await out.poll();
    const actor = answer.status === 'approved' && (await authenticateAccessToken(test.services, answer.token));
    if (!actor) throw new Error('This token should be good.');
    await revokeCurrentAccessToken(test.contextOf(actor));
    expect(await out.poll()).toEqual({ status: 'expired' });

    await makeExpired(waiting.typed);
    expect(await waiting.poll()).toEqual({ status: 'expired' });
    await expect(approveDeviceLogin(test.contextOf(user), waiting.typed)).rejects.toMatchObject(unusable('expired'));
  });

  it('can be denied, and is decided once', async () => {
    const user = await test.createUser();
    const { typed, poll } = await begin();
    await denyDeviceLogin(test.contextOf(user), typed);
    expect(await poll()).toEqual({ status: 'denied' });
    await expect(approveDeviceLogin(test.contextOf(user), typed)).rejects.toMatchObject(unusable('denied'));

    const [first, second] = [await test.createUser(), await test.createUser()];
    const contested = await begin();
    const decisions = await Promise.allSettled([
      approveDeviceLogin(test.contextOf(first), contested.typed),
      approveDeviceLogin(test.contextOf(second), contested.typed),
    ]);
    expect(decisions.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: unusable('consumed') }]);
    await contested.poll();
    expect([...(await tokensOf(first)), ...(await tokensOf(second))]).toHaveLength(1);
  });

  it('gives no token to somebody who was shut out before the device asked', async () => {
    const user = await test.createUser();
    const { typed, poll } = await begin();
    await approveDeviceLogin(test.contextOf(user), typed);
    await test.services.db.updateTable('users').set({ is_active: false }).where('id', '=', user.userId).execute();
    expect(await poll()).toEqual({ status: 'denied' });
    expect(await tokensOf(user)).toEqual([]);
  });

  it('leaves the device time to ask when it was approved at the last moment', async () => {
    const user = await test.createUser();
    const { typed, poll } = await begin();
    const { db } = test.services;
    await db
      .updateTable('device_logins')
      .set({ expires_at: sql<Date>`now() + interval '5 seconds'` })
      .where('user_code', '=', typed.userCode)
      .execute();
    await approveDeviceLogin(test.contextOf(user), typed);
    const { seconds } = await db
      .selectFrom('device_logins')
      .select(sql<number>`extract(epoch from expires_at - now())::int`.as('seconds'))
      .where('user_code', '=', typed.userCode)
      .executeTakeFirstOrThrow();
    expect(seconds).toBeGreaterThan(60);
    expect(await poll()).toMatchObject({ status: 'approved' });
  });

  it('is confirmed only at the dashboard', async () => {
    const { typed, poll } = await begin();
    const user = await test.createUser();
    const token = { ...user, via: { type: 'token', tokenId: user.userId, scopes: ['write'] } } as const;
    for (const use of [getDeviceLogin, approveDeviceLogin, denyDeviceLogin]) {
      await expect(use(test.contextOf(token), typed)).rejects.toMatchObject(code('forbidden'));
      await expect(use(test.contextOf(anonymous), typed)).rejects.toMatchObject(code('unauthenticated'));
    }
    expect(await poll()).toMatchObject({ status: 'pending' });
  });

  it('keeps user codes apart while they wait', async () => {
    const device = test.contextOf(anonymous, { clientAddress: '10.2.0.1' });
    const codes = ['BBBBBBBB', 'BBBBBBBB', 'BBBBBBBB', 'CCCCCCCC'];
    const next = () => codes.shift() ?? 'DDDDDDDD';
    const first = await startDeviceLogin(device, { clientName: 'One' }, next);
    const second = await startDeviceLogin(device, { clientName: 'Two' }, next);
    expect([first.userCode, second.userCode]).toEqual(['BBBB-BBBB', 'CCCC-CCCC']);
    const user = test.contextOf(await test.createUser());
    await denyDeviceLogin(user, { userCode: 'BBBBBBBB' });
    const third = await startDeviceLogin(device, { clientName: 'Three' }, () => 'BBBBBBBB');
    expect(third.userCode).toBe('BBBB-BBBB');
    expect(await getDeviceLogin(user, { userCode: 'BBBBBBBB' })).toMatchObject({ clientName: 'Three' });
    await expect(startDeviceLogin(device, { clientName: 'Four' }, () => 'BBBBBBBB')).rejects.toThrow(
      'No free user code',
    );
  });

  it('does not let anybody guess codes', async () => {
    const user = test.contextOf(await test.createUser());
    const { limit } = rateLimitPresets['device-confirm-user'];
    const guesses = await Promise.allSettled(
      Array.from({ length: limit + 3 }, () => getDeviceLogin(user, { userCode: randomUserCode() })),
    );
    const codes = guesses.map((guess) => guess.status === 'rejected' && guess.reason.payload.code);
    expect(codes.filter((each) => each === 'too_many_requests')).toHaveLength(3);
    const device = test.contextOf(anonymous, { clientAddress: '10.3.0.1' });
    await expect(pollDeviceLogin(device, { deviceCode: `ghd_${'x'.repeat(43)}` })).rejects.toMatchObject(
      unusable('unknown'),
    );
  });

  it('writes neither code nor token anywhere, and who did what', async () => {
    const user = await test.createUser();
    const { start, typed, poll } = await begin();
    await approveDeviceLogin(test.contextOf(user), typed);
    const answer = await poll();
    const written = (await databaseText(test.services.db)) + JSON.stringify(test.logged);
    expect(written).not.toContain(start.deviceCode);
    expect(written).not.toContain(answer.status === 'approved' && answer.token);
    const entries = await test.services.db
      .selectFrom('audit_entries')
      .select(['action', 'details'])
      .where('actor_user_id', '=', user.userId)
      .orderBy('id')
      .execute();
    expect(entries).toMatchObject([
      { action: 'device-login.approved', details: { clientName: 'Test laptop' } },
      { action: 'access-token.created', details: { kind: 'cli', name: 'Test laptop' } },
    ]);
  });

  it('is forgotten a day after it expired', async () => {
    const { db } = test.services;
    const [old, recent] = [await begin(), await begin()];
    await makeExpired(recent.typed);
    await db
      .updateTable('device_logins')
      .set({ expires_at: sql<Date>`now() - interval '25 hours'` })
      .where('user_code', '=', old.typed.userCode)
      .execute();
    expect(await removeExpiredDeviceLogins(db)).toBe(1);
    await expect(old.poll()).rejects.toMatchObject(unusable('unknown'));
    expect(await recent.poll()).toEqual({ status: 'expired' });
  });
});

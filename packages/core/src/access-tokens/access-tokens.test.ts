import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type UserActor } from '../actor/index.ts';
import { updateUser } from '../membership/index.ts';
import { randomToken } from '../secrets/index.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { authenticateAccessToken, listAccessTokens, revokeAccessToken, revokeCurrentAccessToken } from './index.ts';

const code = (expected: string) => ({ payload: { code: expected } });

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

async function giveToken(userId: string | null, kind: 'cli' | 'sync' | 'service' = 'cli') {
  const token = randomToken({ cli: 'ghc_', sync: 'ghb_', service: 'ghs_' }[kind]);
  const id = newId();
  await test.services.db
    .insertInto('access_tokens')
    .values({
      id,
      user_id: userId,
      kind,
      name: `Test ${kind}`,
      token_hmac: test.services.hmac('access-token', token),
      prefix: token.slice(0, 8),
      last_four: token.slice(-4),
      scopes: kind === 'sync' ? ['bundle'] : ['bundle', 'read', 'write'],
      expires_at: sql<Date>`now() + interval '90 days'`,
    })
    .execute();
  return { id, token };
}

const authenticate = (token: string) => authenticateAccessToken(test.services, token);
const usedAt = async (id: string) => {
  const { db } = test.services;
  const row = await db
    .selectFrom('access_tokens')
    .select('last_used_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.last_used_at;
};

describe('authenticateAccessToken', () => {
  it('knows the person and the scopes, without SQL once it is warm', async () => {
    const user = await test.createUser({ role: 'auditor' });
    const { id, token } = await giveToken(user.userId, 'sync');
    const actor = await authenticate(token);
    expect(actor).toEqual({ ...user, via: { type: 'token', tokenId: id, scopes: ['bundle'] } });
    await expect.poll(() => usedAt(id), { timeout: 10_000 }).toBeInstanceOf(Date);
    const before = test.statementCount();
    for (let count = 0; count < 100; count += 1) expect(await authenticate(token)).toEqual(actor);
    expect(test.statementCount()).toBe(before);
  });

  it('looks a cold token up once, however many requests come with it', async () => {
    const user = await test.createUser();
    const { id, token } = await giveToken(user.userId);
    const before = test.statementCount();
    const actors = await Promise.all(Array.from({ length: 50 }, () => authenticate(token)));
    // The look-up, and perhaps the note of its use already.
    expect(test.statementCount() - before).toBeLessThanOrEqual(2);
    expect(actors.every((actor) => actor?.type === 'user')).toBe(true);
    await expect.poll(() => usedAt(id), { timeout: 10_000 }).toBeInstanceOf(Date);
  });

  it('knows a service', async () => {
    const { token } = await giveToken(null, 'service');
    expect(await authenticate(token)).toEqual({ type: 'service', name: 'Test service' });
  });

  it('refuses what is malformed without SQL, and what is unknown, expired or of nobody', async () => {
    const before = test.statementCount();
    for (const malformed of ['', 'ghc_', 'ghx_'.padEnd(47, 'a'), 'ghc_'.padEnd(48, 'a'), `ghc_${'a'.repeat(42)}=`])
      expect(await authenticate(malformed)).toBeNull();
    expect(test.statementCount()).toBe(before);
    expect(await authenticate(randomToken('ghc_'))).toBeNull();

    const { db } = test.services;
    const user = await test.createUser();
    const expired = await giveToken(user.userId);
    const past = sql<Date>`now() - interval '1 second'`;
    await db.updateTable('access_tokens').set({ expires_at: past }).where('id', '=', expired.id).execute();
    expect(await authenticate(expired.token)).toBeNull();

    const good = await giveToken(user.userId);
    await db.updateTable('users').set({ removed_at: new Date() }).where('id', '=', user.userId).execute();
    expect(await authenticate(good.token)).toBeNull();
  });

  it('follows the person’s role, and stops while they are shut out', async () => {
    const owner = await test.createUser({ role: 'owner' });
    const user = await test.createUser();
    const { token } = await giveToken(user.userId);
    expect(await authenticate(token)).toMatchObject({ role: 'member' });
    await updateUser(test.contextOf(owner), { id: user.userId, role: 'operator' });
    expect(await authenticate(token)).toMatchObject({ role: 'operator' });
    await updateUser(test.contextOf(owner), { id: user.userId, isActive: false });
    expect(await authenticate(token)).toBeNull();
  });

  it('answers although the use cannot be recorded, and says so in the log without the token', async () => {
    const user = await test.createUser();
    const { id, token } = await giveToken(user.userId);
    await sql`create function test_refuse() returns trigger language plpgsql as
      $$ begin raise exception 'not today'; end $$`.execute(test.services.db);
    await sql`create trigger test_refuse before update on access_tokens
      for each row execute function test_refuse()`.execute(test.services.db);
    expect(await authenticate(token)).toMatchObject({ type: 'user' });
    await expect.poll(() => test.logged.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await sql`drop trigger test_refuse on access_tokens`.execute(test.services.db);
    expect(test.logged).toMatchObject([{ level: 'error', facts: { accessTokenId: id } }]);
    expect(JSON.stringify(test.logged)).not.toContain(token);
    await authenticate(token);
    await expect.poll(() => usedAt(id), { timeout: 10_000 }).toBeInstanceOf(Date);
  });
});

describe('listAccessTokens and revoking', () => {
  it('shows one’s own that can be used, never the token', async () => {
    const user = await test.createUser();
    const [first, second] = [await giveToken(user.userId), await giveToken(user.userId, 'sync')];
    await giveToken((await test.createUser()).userId);
    const gone = await giveToken(user.userId);
    await revokeAccessToken(test.contextOf(user), { id: gone.id });
    const list = await listAccessTokens(test.contextOf(user));
    expect(list).toMatchObject([
      { id: second.id, kind: 'sync', scopes: ['bundle'], lastFour: second.token.slice(-4), lastUsedAt: null },
      { id: first.id, kind: 'cli', prefix: first.token.slice(0, 8) },
    ]);
    expect(JSON.stringify(list)).not.toContain(first.token.slice(8, -4));
  });

  it('ends at once, here and in other processes', async () => {
    const user = await test.createUser();
    const other = await test.anotherProcess();
    const { id, token } = await giveToken(user.userId);
    expect(await authenticate(token)).not.toBeNull();
    expect(await authenticateAccessToken(other, token)).not.toBeNull();
    await revokeAccessToken(test.contextOf(user), { id });
    expect(await authenticate(token)).toBeNull();
    await expect.poll(() => authenticateAccessToken(other, token), { timeout: 10_000 }).toBeNull();
    const entries = await test.services.db
      .selectFrom('audit_entries')
      .select(['action', 'actor_user_id'])
      .where('resource_id', '=', id)
      .execute();
    expect(entries).toEqual([{ action: 'access-token.revoked', actor_user_id: user.userId }]);
  });

  it('logs out the token that asks for it, and only that', async () => {
    const user = await test.createUser();
    const [mine, kept] = [await giveToken(user.userId), await giveToken(user.userId)];
    const actor = await authenticate(mine.token);
    if (!actor) throw new Error('This token should be good.');
    await revokeCurrentAccessToken(test.contextOf(actor));
    expect(await authenticate(mine.token)).toBeNull();
    expect(await authenticate(kept.token)).not.toBeNull();
    await expect(revokeCurrentAccessToken(test.contextOf(user))).rejects.toMatchObject(code('not_found'));
    await expect(revokeCurrentAccessToken(test.contextOf(anonymous))).rejects.toMatchObject(code('unauthenticated'));
  });

  it('ends only one’s own, from the dashboard or by a token', async () => {
    const [user, stranger] = [await test.createUser({ role: 'owner' }), await test.createUser()];
    const { id, token } = await giveToken(stranger.userId);
    await expect(revokeAccessToken(test.contextOf(user), { id })).rejects.toMatchObject(code('not_found'));
    const byToken = (await authenticate(token)) as UserActor;
    expect(await listAccessTokens(test.contextOf(byToken))).toMatchObject([{ id }]);
    await revokeAccessToken(test.contextOf(byToken), { id });
    expect(await authenticate(token)).toBeNull();
  });
});

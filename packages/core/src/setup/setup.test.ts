import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymous } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { createHmac, createSealer, newSecretKey, parseSecretKeys, resealAll } from '../secrets/index.ts';
import { createTestServices, databaseText, type TestServices } from '../testing/index.ts';
import { claimSetup, ensureInstallation, getSetupStatus, sealedColumns, setupUrl } from './index.ts';

const password = 'a long test password';
const owner = { name: 'Olive', email: 'olive@example.com', password };

let test: TestServices;
const opened: TestServices[] = [];
beforeEach(async () => {
  test = await createTestServices();
  opened.push(test);
});
afterAll(() => Promise.all(opened.map((each) => each.destroy())));

async function start(): Promise<{ ctx: Context; pepper: Buffer; token: string }> {
  const { pepper, setupToken } = await ensureInstallation(test.services);
  return { ctx: { ...test.contextOf(anonymous), hmac: createHmac(pepper) }, pepper, token: setupToken ?? '' };
}

describe('ensureInstallation', () => {
  it('makes the pepper once and a new setup token at every start', async () => {
    const first = await start();
    const second = await start();
    expect(first.pepper).toHaveLength(32);
    expect(second.pepper.equals(first.pepper)).toBe(true);
    expect(second.token).not.toBe(first.token);
    await expect(claimSetup(second.ctx, { ...owner, token: first.token })).rejects.toMatchObject({
      payload: { code: 'setup_token_wrong' },
    });
    await claimSetup(second.ctx, { ...owner, token: second.token });
    expect(await ensureInstallation(test.services)).toEqual({ pepper: first.pepper, setupToken: null });
  });

  it('gives processes that start at once the same pepper, and one of them the token', async () => {
    const starts = await Promise.all(Array.from({ length: 5 }, start));
    expect(new Set(starts.map(({ pepper }) => pepper.toString('hex'))).size).toBe(1);
    const claims = await Promise.allSettled(starts.map(({ ctx, token }) => claimSetup(ctx, { ...owner, token })));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses to start with other secret keys, and keeps the installation', async () => {
    const { pepper } = await start();
    const stranger = createSealer(parseSecretKeys(newSecretKey()));
    await expect(ensureInstallation({ ...test.services, sealer: stranger })).rejects.toThrow('GATEHOUSE_SECRET_KEYS');
    expect((await start()).pepper.equals(pepper)).toBe(true);
  });

  it('keeps the pepper when secret keys are rotated', async () => {
    const [before, after] = [newSecretKey(), newSecretKey()];
    const { db } = test.services;
    const { pepper } = await ensureInstallation({ db, sealer: createSealer(parseSecretKeys(before)) });
    const both = createSealer(parseSecretKeys(`${after} ${before}`));
    expect(await resealAll(db, both, sealedColumns)).toBe(1);
    const { pepper: reopened } = await ensureInstallation({ db, sealer: createSealer(parseSecretKeys(after)) });
    expect(reopened.equals(pepper)).toBe(true);
  });

  it('puts the token where browsers do not send it', () => {
    const url = new URL(setupUrl('https://gatehouse.example.com', 'setup_test'));
    expect([url.pathname, url.search, url.hash]).toEqual(['/setup', '', '#setup_test']);
  });
});

describe('claimSetup', () => {
  it('makes one owner however many claim at once', async () => {
    const { ctx, token } = await start();
    const claims = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => claimSetup(ctx, { ...owner, email: `o${index}@example.com`, token })),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const claim of claims)
      if (claim.status === 'rejected') expect(claim.reason.payload.code).toBe('setup_already_done');
    const users = await ctx.db.selectFrom('users').select(['role', 'is_active']).execute();
    expect(users).toEqual([{ role: 'owner', is_active: true }]);
    await expect(claimSetup(ctx, { ...owner, token })).rejects.toMatchObject({
      payload: { code: 'setup_already_done' },
    });
  });

  it('tells at once, here and in other processes, that it is done', async () => {
    const { ctx, token } = await start();
    const other = await test.anotherProcess();
    expect(await getSetupStatus(ctx)).toEqual({ isClaimed: false });
    expect(await getSetupStatus(other)).toEqual({ isClaimed: false });
    await claimSetup(ctx, { ...owner, token });
    expect(await getSetupStatus(ctx)).toEqual({ isClaimed: true });
    await expect.poll(() => getSetupStatus(other), { timeout: 10_000 }).toEqual({ isClaimed: true });
  });

  it('limits attempts by address', async () => {
    const { ctx, token } = await start();
    const attempt = (clientAddress: string) =>
      claimSetup({ ...ctx, clientAddress }, { ...owner, token: `setup_${'x'.repeat(43)}` });
    for (let count = 0; count < 10; count += 1)
      await expect(attempt('192.0.2.7')).rejects.toMatchObject({ payload: { code: 'setup_token_wrong' } });
    await expect(attempt('192.0.2.7')).rejects.toMatchObject({ payload: { code: 'too_many_requests' } });
    await expect(attempt('192.0.2.8')).rejects.toMatchObject({ payload: { code: 'setup_token_wrong' } });
    await claimSetup({ ...ctx, clientAddress: '192.0.2.9' }, { ...owner, token });
  });

  it('leaves no token, password or pepper in the database, a log or an error', async () => {
    const { ctx, token, pepper } = await start();
    const wrongToken = `setup_${'w'.repeat(43)}`;
    const error = await claimSetup(ctx, { ...owner, token: wrongToken }).catch((caught: Error) => caught);
    await claimSetup(ctx, { ...owner, token });
    const written = `${await databaseText(ctx.db)} ${JSON.stringify(test.logged)} ${JSON.stringify(error)} ${error}`;
    expect(written).toContain('installation.claimed');
    for (const secret of [token, wrongToken, password, pepper.toString('hex'), pepper.toString('base64')])
      expect(written).not.toContain(secret);
  });
});

import { encode } from '@auth/core/jwt';
import type { UserActor } from '@gatehouse/core/actor';
import { revokeSession } from '@gatehouse/core/sessions';
import { createTestServices, type TestServices } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieFor, cookieName } from '../testing/index.ts';
import { type Authenticate, createAuthenticate } from './index.ts';

const authSecret = 'a-test-secret-of-at-least-32-characters';
const serviceToken = `ghs_${'s'.repeat(43)}`;

let base: TestServices;
let authenticate: Authenticate;
let member: UserActor;
beforeAll(async () => {
  base = await createTestServices();
  authenticate = createAuthenticate(base.services, { authSecret, serviceToken });
  member = await base.createUser({ role: 'member' });
});
afterAll(() => base?.destroy());

const sessionOf = (actor: UserActor, sessionVersion = 0) => ({
  sessionId: actor.via.type === 'session' ? actor.via.sessionId : '',
  userId: actor.userId,
  sessionVersion,
});
const withCookie = async (cookie: string | Promise<string>) => authenticate({ headers: { cookie: await cookie } });
const nobody = { type: 'anonymous' };

describe('a session cookie', () => {
  it('is its person', async () => {
    expect(await withCookie(cookieFor(authSecret, sessionOf(member)))).toEqual({ credential: 'cookie', actor: member });
  });

  it('may carry the name that browsers keep for https, and stand among others', async () => {
    const name = `__Secure-${cookieName}`;
    const { sessionId, userId } = sessionOf(member);
    const token = await encode({ token: { sid: sessionId, sub: userId, ver: 0 }, secret: authSecret, salt: name });
    expect((await withCookie(`theme=dark; ${name}=${token}; x=y`)).actor).toEqual(member);
  });

  it('may come in pieces', async () => {
    const [, value = ''] = (await cookieFor(authSecret, sessionOf(member))).split('=');
    const pieces = `${cookieName}.0=${value.slice(0, 100)}; ${cookieName}.1=${value.slice(100)}`;
    expect((await withCookie(pieces)).actor).toEqual(member);
  });

  it.each([
    ['made with another secret', () => cookieFor('another-secret-of-at-least-32-characters', sessionOf(member))],
    ['of an older version of the session', () => cookieFor(authSecret, sessionOf(member, 1))],
    [
      'of somebody else',
      () => cookieFor(authSecret, { ...sessionOf(member), userId: '01890000-0000-7000-8000-000000000000' }),
    ],
    ['without a session', () => cookieFor(authSecret, { ...sessionOf(member), sessionId: 'none' })],
    ['that was changed', async () => (await cookieFor(authSecret, sessionOf(member))).replace(/.{8}$/, 'AAAAAAAA')],
    ['that is nothing', async () => `${cookieName}=nonsense`],
    [
      'that has expired',
      async () => {
        const { sessionId, userId } = sessionOf(member);
        const token = { sid: sessionId, sub: userId, ver: 0 };
        return `${cookieName}=${await encode({ token, secret: authSecret, salt: cookieName, maxAge: -60 })}`;
      },
    ],
  ])('%s is nobody, but still a cookie', async (_, cookie) => {
    expect(await withCookie(cookie())).toEqual({ credential: 'cookie', actor: nobody });
  });

  it('asks the database for nothing the second time, and is nobody at once after it was revoked', async () => {
    const actor = await base.createUser({ role: 'member' });
    const cookie = await cookieFor(authSecret, sessionOf(actor));
    await withCookie(cookie);
    const statements = base.statementCount();
    expect((await withCookie(cookie)).actor).toEqual(actor);
    expect(base.statementCount()).toBe(statements);
    await revokeSession(base.contextOf(actor), { id: sessionOf(actor).sessionId });
    expect((await withCookie(cookie)).actor).toEqual(nobody);
  });
});

describe('a bearer token', () => {
  const withToken = (token: string, cookie?: string) =>
    authenticate({ headers: { authorization: `Bearer ${token}`, ...(cookie && { cookie }) } });

  it('of the dashboard is the dashboard', async () => {
    expect(await withToken(serviceToken)).toEqual({
      credential: 'service-token',
      actor: { type: 'service', name: 'web' },
    });
  });

  it('that is unknown is nobody, whatever cookie is beside it', async () => {
    const cookie = await cookieFor(authSecret, sessionOf(member));
    for (const token of [`ghs_${'x'.repeat(43)}`, `ghc_${'x'.repeat(43)}`, 'nonsense'])
      expect(await withToken(token, cookie)).toEqual({ credential: 'token', actor: nobody });
  });
});

it('a request without any credential is nobody', async () => {
  expect(await authenticate({ headers: { cookie: 'theme=dark' } })).toEqual({ credential: 'none', actor: nobody });
  expect(await authenticate({ headers: { authorization: 'Basic dXNlcjpwYXNz' } })).toEqual({
    credential: 'none',
    actor: nobody,
  });
});

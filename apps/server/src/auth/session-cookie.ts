import { decode } from '@auth/core/jwt';
import type { SessionClaims } from '@gatehouse/core/sessions';
import { z } from 'zod';

const claims = z.object({
  sid: z.string(),
  sub: z.string(),
  ver: z.number().int(),
  exp: z.number(),
});

const names = ['__Secure-authjs.session-token', 'authjs.session-token'] as const;

/** The session cookie of next-auth: its name, which is also the salt of its encryption, and its value. */
export function findSessionCookie(header: string | undefined): { name: string; value: string } | null {
  if (!header?.includes('authjs.session-token')) return null;
  const cookies = new Map<string, string>();
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  for (const name of names) {
    const value = cookies.get(name) ?? joinChunks(cookies, name);
    if (value) return { name, value };
  }
  return null;
}

/** A value that is too long for one cookie arrives as `<name>.0`, `<name>.1` and so on. */
function joinChunks(cookies: ReadonlyMap<string, string>, name: string): string {
  let value = '';
  for (let index = 0; cookies.has(`${name}.${index}`); index += 1) value += cookies.get(`${name}.${index}`) ?? '';
  return value;
}

/** Opens session cookies. Remembers those that were valid: deriving the key and decrypting costs more than all the rest. */
export function createSessionCookies(authSecret: string, now: () => number = Date.now) {
  const known = new Map<string, { claims: SessionClaims; expiresAt: number }>();
  const mostKnown = 5000;
  return async ({ name, value }: { name: string; value: string }): Promise<SessionClaims | null> => {
    const found = known.get(value);
    if (found) {
      if (found.expiresAt > now()) return found.claims;
      known.delete(value);
      return null;
    }
    const payload = await decode({ token: value, secret: authSecret, salt: name }).catch(() => null);
    const parsed = claims.safeParse(payload);
    if (!parsed.success) return null;
    const { sid, sub, ver, exp } = parsed.data;
    const opened = { claims: { sessionId: sid, userId: sub, sessionVersion: ver }, expiresAt: exp * 1000 };
    const [oldest] = known.size >= mostKnown ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(value, opened);
    return opened.claims;
  };
}

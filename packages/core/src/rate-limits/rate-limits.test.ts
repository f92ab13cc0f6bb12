import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServices, databaseText, type TestServices } from '../testing/index.ts';
import { addressSubject, createRateLimits, rateLimitPresets } from './index.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

const { limit } = rateLimitPresets['sign-in-email'];
const newProcess = () => createRateLimits(test.services);

describe('consume', () => {
  it('admits exactly the limit, however many come at once and to however many processes', async () => {
    const processes = [newProcess(), newProcess(), newProcess()];
    const attempts = await Promise.allSettled(
      Array.from({ length: limit * 5 }, (_, index) => processes[index % 3]?.consume('sign-in-email', 'a@example.com')),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(limit);
    for (const attempt of attempts)
      if (attempt.status === 'rejected') {
        expect(attempt.reason.payload.code).toBe('too_many_requests');
        const { retryAfterSeconds } = attempt.reason.payload.details;
        expect(retryAfterSeconds).toBeGreaterThan(0);
        expect(retryAfterSeconds).toBeLessThanOrEqual(rateLimitPresets['sign-in-email'].windowSeconds);
      }
  });

  it('counts each subject and each preset apart', async () => {
    const limits = newProcess();
    for (let count = 0; count < limit; count += 1) await limits.consume('sign-in-email', 'b@example.com');
    await expect(limits.consume('sign-in-email', 'b@example.com')).rejects.toThrow('Too many attempts');
    await limits.consume('sign-in-email', 'c@example.com');
    await limits.consume('setup-claim', 'b@example.com');
  });

  it('refuses again without asking the database, and begins anew in the next window', async () => {
    const limits = newProcess();
    const consume = () => limits.consume('sign-in-email', 'd@example.com');
    for (let count = 0; count < limit; count += 1) await consume();
    await expect(consume()).rejects.toThrow();
    const before = test.statementCount();
    await expect(consume()).rejects.toThrow();
    expect(test.statementCount()).toBe(before);

    const { db, hmac } = test.services;
    await db
      .updateTable('rate_limits')
      .set({ window_start: new Date(Date.now() - 900_000) })
      .where('subject_hmac', '=', hmac('rate-limit', 'sign-in-email\0d@example.com'))
      .execute();
    await newProcess().consume('sign-in-email', 'd@example.com');
  });

  it('keeps no subject in clear', async () => {
    await newProcess().consume('sign-in-email', 'canary@example.com');
    expect(await databaseText(test.services.db)).not.toContain('canary');
  });
});

describe('addressSubject', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['[2001:DB8:1:2::1]', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8::192.0.2.1', '2001:db8:0:0::/64'],
    ['', 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    ['not an address', 'unknown'],
  ])('counts %s as %s', (address, subject) => {
    expect(addressSubject(address)).toBe(subject);
  });

  it('gives every address of a /64 one subject, however it is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const [first, second] = [new URL(`http://[${one}]`).hostname, new URL(`http://[${other}]`).hostname];
        expect(addressSubject(first)).toBe(addressSubject(one));
        const isOneNetwork = addressSubject(one) === addressSubject(other);
        expect(isOneNetwork).toBe(networkOf(first) === networkOf(second));
      }),
    );
  });
});

// As the URL parser spells it: at most one `::`, lower case, no dots.
function networkOf(hostname: string): string {
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  return groups.slice(0, isMapped ? 8 : 4).join(':');
}

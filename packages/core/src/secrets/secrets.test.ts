import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmac, createSealer, maskSecret, newSecretKey, parseSecretKeys, randomToken } from './index.ts';

const sealerOf = (...keys: string[]) => createSealer(parseSecretKeys(keys.join(',')));

describe('createSealer', () => {
  const key = newSecretKey();
  const sealer = sealerOf(key);

  it('opens what it sealed, at its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plaintext, place) => {
        expect(sealer.open(sealer.seal(plaintext, place), place)).toBe(plaintext);
      }),
    );
  });

  it('opens nothing that was changed in any bit, cut or lengthened', () => {
    const sealed = sealer.seal('sk-test-canary', 'place');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(changed, 'place')).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => sealer.open(sealed.subarray(0, length), 'place')).toThrow();
    expect(() => sealer.open(Buffer.concat([sealed, Buffer.of(0)]), 'place')).toThrow();
  });

  it('opens nothing at another place', () => {
    const sealed = sealer.seal('sk-test-canary', 'table.column:1');
    expect(() => sealer.open(sealed, 'table.column:2')).toThrow();
  });

  it('never makes the same envelope twice, and shows nothing of the plaintext', () => {
    const envelopes = Array.from({ length: 100 }, () => sealer.seal('sk-test-canary', 'place'));
    expect(new Set(envelopes.map((each) => each.toString('hex'))).size).toBe(100);
    for (const each of envelopes) expect(each.includes('canary')).toBe(false);
  });

  it('opens with older keys, seals with the first, and knows what is outdated', () => {
    const newer = newSecretKey();
    const rotated = sealerOf(newer, key);
    const old = sealer.seal('sk-test-canary', 'place');
    expect(rotated.open(old, 'place')).toBe('sk-test-canary');
    expect(rotated.isOutdated(old)).toBe(true);
    const fresh = rotated.seal('sk-test-canary', 'place');
    expect(rotated.isOutdated(fresh)).toBe(false);
    expect(sealerOf(newer).open(fresh, 'place')).toBe('sk-test-canary');
    expect(() => sealer.open(fresh, 'place')).toThrow('GATEHOUSE_SECRET_KEYS');
  });

  it('names no secret in an error', () => {
    const sealed = sealer.seal('sk-test-canary', 'place');
    for (const attempt of [() => sealer.open(sealed, 'other'), () => sealerOf(newSecretKey()).open(sealed, 'place')])
      expect(attempt).toThrow(expect.not.objectContaining({ message: expect.stringContaining('canary') }));
  });
});

describe('parseSecretKeys', () => {
  it('reads base64, base64url and hex, however they are separated', () => {
    const keys = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
    const text = ` ${keys[0].toString('base64')},\n${keys[1].toString('hex')}  ${keys[2].toString('base64url')}, `;
    expect(parseSecretKeys(text).map(({ key }) => key.toString('hex'))).toEqual(keys.map((key) => key.toString('hex')));
  });

  it('refuses what is no key with its position, and not its text', () => {
    const wrong = 'sk-test-canary';
    for (const text of [`${newSecretKey()},${wrong}`, `${newSecretKey()} ${newSecretKey()}=x`])
      expect(() => parseSecretKeys(text)).toThrow(/^Secret key 2 is not 32 bytes/);
    expect(() => parseSecretKeys(wrong)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(wrong) }),
    );
    expect(() => parseSecretKeys(' , ')).toThrow('There is no secret key.');
  });

  it('refuses a text that only looks like a key to a lenient decoder', () => {
    const key = newSecretKey();
    expect(() => parseSecretKeys(`${key.slice(0, 20)}!${key.slice(20)}`)).toThrow('Secret key 1');
  });
});

describe('createHmac', () => {
  const hmac = createHmac(randomBytes(32));

  it('depends on the pepper, the purpose and the value', () => {
    const base = hmac('client-key', 'value');
    expect(base).toHaveLength(32);
    expect(hmac('client-key', 'value').equals(base)).toBe(true);
    expect(hmac('access-token', 'value').equals(base)).toBe(false);
    expect(hmac('client-key', 'other').equals(base)).toBe(false);
    expect(createHmac(randomBytes(32))('client-key', 'value').equals(base)).toBe(false);
  });

  it('keeps purposes apart whatever the value', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(hmac('device-code', one).equals(hmac('device-token', other))).toBe(false);
      }),
    );
  });
});

describe('randomToken and maskSecret', () => {
  it('makes tokens of 256 bits behind a prefix', () => {
    const tokens = new Set(Array.from({ length: 1000 }, () => randomToken('ghc_')));
    expect(tokens.size).toBe(1000);
    for (const token of tokens) expect(token).toMatch(/^ghc_[A-Za-z0-9_-]{43}$/);
  });

  it('shows at most half of a secret, and nothing of a short one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{0,80}$/), (secret) => {
        const [start = '', end = ''] = maskSecret(secret).split('…');
        expect(start.length + end.length).toBeLessThanOrEqual(secret.length < 12 ? 0 : secret.length / 2);
        expect(secret.startsWith(start) && secret.endsWith(end)).toBe(true);
      }),
    );
    expect(maskSecret('sk-test-0123456789abcdef')).toBe('sk-tes…cdef');
  });
});

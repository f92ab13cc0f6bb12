import { hash, verify } from '@node-rs/argon2';
import { describe, expect, it, vi } from 'vitest';
import { hashPassword, verifyPasswordHash } from './passwords.ts';

vi.mock('@node-rs/argon2', async (importOriginal) => {
  const original = await importOriginal<typeof import('@node-rs/argon2')>();
  return { ...original, verify: vi.fn(original.verify) };
});

describe('passwords', () => {
  it('hashes with argon2id, with a salt of its own', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
  });

  it('tells right from wrong', async () => {
    const passwordHash = await hashPassword('correct horse');
    expect(await verifyPasswordHash(passwordHash, 'correct horse')).toEqual({ matches: true, needsRehash: false });
    expect(await verifyPasswordHash(passwordHash, 'correct horses')).toEqual({ matches: false, needsRehash: false });
    expect(await verifyPasswordHash(null, 'correct horse')).toEqual({ matches: false, needsRehash: false });
  });

  it('works as hard for somebody who is not there', async () => {
    vi.mocked(verify).mockClear();
    await verifyPasswordHash(null, 'correct horse');
    expect(verify).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/m=19456,t=2,p=1/), 'correct horse');
  });

  it('accepts the same letters in another normal form', async () => {
    const passwordHash = await hashPassword('Müller’s garden'.normalize('NFD'));
    expect((await verifyPasswordHash(passwordHash, 'Müller’s garden'.normalize('NFC'))).matches).toBe(true);
  });

  it('asks for a new hash only of a right password under other parameters', async () => {
    const weaker = await hash('correct horse', { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    expect(await verifyPasswordHash(weaker, 'correct horse')).toEqual({ matches: true, needsRehash: true });
    expect(await verifyPasswordHash(weaker, 'wrong')).toEqual({ matches: false, needsRehash: false });
  });
});

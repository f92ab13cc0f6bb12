import { afterEach, describe, expect, it, vi } from 'vitest';
import { isOwnOrigin } from './own-origin.ts';

const asks = (origin: string | null) => isOwnOrigin(new Headers(origin === null ? {} : { origin }));

describe('who may sign in or out', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is a page at the public address, and no other', () => {
    vi.stubEnv('AUTH_URL', 'https://gatehouse.example.com');
    expect(asks('https://gatehouse.example.com')).toBe(true);
    for (const origin of ['http://gatehouse.example.com', 'https://evil.example', 'null', null])
      expect(asks(origin)).toBe(false);
  });

  it('is nobody where the address is not known', () => {
    vi.stubEnv('AUTH_URL', '');
    expect(asks('')).toBe(false);
    expect(asks('https://gatehouse.example.com')).toBe(false);
  });
});

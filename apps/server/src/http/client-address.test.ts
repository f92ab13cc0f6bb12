import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string) => ({
  socket: { remoteAddress },
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
});

describe('the client address', () => {
  const direct = createClientAddress([]);
  const proxied = createClientAddress(['10.0.0.0/8', '::1']);

  it('is the other end of the connection', () => {
    expect(direct(from('192.0.2.1'))).toBe('192.0.2.1');
    expect(direct(from('::ffff:192.0.2.1'))).toBe('192.0.2.1');
    expect(direct(from('2001:db8::1'))).toBe('2001:db8::1');
  });

  it('is never what a caller says who is no configured proxy', () => {
    expect(direct(from('192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1');
    expect(proxied(from('192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1');
  });

  it('is what a configured proxy appended', () => {
    expect(proxied(from('10.1.2.3', '203.0.113.9'))).toBe('203.0.113.9');
    expect(proxied(from('::1', '[2001:db8::7]:4711'))).toBe('2001:db8::7');
    expect(proxied(from('10.1.2.3', '203.0.113.9:4711'))).toBe('203.0.113.9');
  });

  it('does not go further left than the first address that is no proxy of ours', () => {
    expect(proxied(from('10.1.2.3', '198.51.100.1, 203.0.113.9, 10.9.9.9'))).toBe('203.0.113.9');
    expect(proxied(from('10.1.2.3', '198.51.100.1, nonsense, 10.9.9.9'))).toBe('10.9.9.9');
    expect(proxied(from('10.1.2.3', '10.9.9.9'))).toBe('10.9.9.9');
    expect(proxied(from('10.1.2.3'))).toBe('10.1.2.3');
  });

  it('is never moved by what stands left of it', () => {
    fc.assert(
      fc.property(fc.string(), (anything) => {
        expect(proxied(from('10.1.2.3', `${anything}, 203.0.113.9`))).toBe('203.0.113.9');
      }),
    );
  });
});

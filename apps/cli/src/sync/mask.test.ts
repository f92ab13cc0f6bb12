import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from './mask.ts';

describe('maskSecrets', () => {
  it.each([
    ['{"apiKey":"sk-test-canary-of-the-client-0001"}', '{"apiKey":"••••0001"}'],
    ['{"apiKey":"short"}', '{"apiKey":"••••"}'],
    ['{"apiKey":\n // here\n "0123456789abcdef0123"}', '{"apiKey":\n // here\n "••••0123"}'],
    ['{"headers":{"x-team":"0123456789abcdef0123"}}', '{"headers":{"x-team":"••••0123"}}'],
    ['{"environment":{"A":{"B":["secret"]}}}', '{"environment":{"A":{"B":["••••"]}}}'],
    ['{"apiKey":"{env:MY_KEY}","token":"{file:~/key}"}', '{"apiKey":"{env:MY_KEY}","token":"{file:~/key}"}'],
    ['{"name":"sk-test-canary-000000"}', '{"name":"[hidden]"}'],
    ['{ // "apiKey": "abcdef"\n}', '{ // "apiKey": "••••"\n}'],
    ['{"keybinds":{"leader":"ctrl+x"},"model":"a/b"}', '{"keybinds":{"leader":"ctrl+x"},"model":"a/b"}'],
    ['{"a":1,', '{"a":1,'],
  ])('%s', async (text, masked) => {
    expect(await maskSecrets(text)).toBe(masked);
  });

  it('never lets a key through, wherever it stands', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
    const name = fc.constantFrom('apiKey', 'API_KEY', 'token', 'clientSecret', 'Authorization', 'password');
    fc.assert(
      fc.property(secret, name, fc.constantFrom('', ' ', '\n', '/* c */'), (value, key, gap) => {
        const text = `{"a":{"${key}":${gap}${JSON.stringify(value)}${gap}},"b":[{"${key}":[${JSON.stringify(value)}]}]}`;
        expect(maskSecrets(text)).not.toContain(value);
      }),
    );
  });
});

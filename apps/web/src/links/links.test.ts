import { describe, expect, it } from 'vitest';
import { curlExample, formatUserCode, safeNext, signInPath, tokenFromFragment } from './index.ts';

describe('where to go after signing in', () => {
  it.each(['/', '/models', '/gateways/01?tab=x', '/device?code=BCDF-GHJK'])('keeps %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    null,
    undefined,
    '',
    'models',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/x',
    '/setup',
    '/auth/signout',
  ])('goes home instead of %j', (path) => {
    expect(safeNext(path)).toBe('/');
  });

  it('carries the page through sign-in', () => {
    const path = signInPath('/device?code=BCDF-GHJK');
    expect(new URLSearchParams(path.split('?')[1]).get('next')).toBe('/device?code=BCDF-GHJK');
    expect(signInPath('/')).toBe('/sign-in');
  });
});

describe('tokens in fragments', () => {
  it('reads a token', () => {
    expect(tokenFromFragment('#setup_abcDEF-0123456789_xyz')).toBe('setup_abcDEF-0123456789_xyz');
  });
  it.each(['', '#', '#short', '#has spaces in it and is long', `#${'x'.repeat(201)}`])('refuses %j', (hash) => {
    expect(tokenFromFragment(hash)).toBeNull();
  });
});

describe('device codes', () => {
  it.each([
    ['bcdfghjk', 'BCDF-GHJK'],
    ['bcdf-ghjk', 'BCDF-GHJK'],
    ['  BCDF GHJK and more', 'BCDF-GHJK'],
    ['bcd', 'BCD'],
    ['bcdfg', 'BCDF-G'],
  ])('shows %j as %s', (typed, shown) => {
    expect(formatUserCode(typed)).toBe(shown);
  });
});

it('makes a request that a terminal takes', () => {
  expect(curlExample('https://ai.example.com/v1/', 'sk-test-1')).toBe(
    'curl https://ai.example.com/v1/models \\\n  -H "Authorization: Bearer sk-test-1"',
  );
});

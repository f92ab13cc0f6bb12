import { describe, expect, it } from 'vitest';
import { parseServerUrl } from './server-url.ts';

const strict = { isInsecureHttpAllowed: false };

describe('parseServerUrl', () => {
  it.each([
    ['https://gatehouse.example.com', 'https://gatehouse.example.com'],
    ['https://Gatehouse.example.com:443//', 'https://gatehouse.example.com'],
    ['https://example.com/gatehouse/', 'https://example.com/gatehouse'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://app.localhost', 'http://app.localhost'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('takes %s', (text, url) => {
    expect(parseServerUrl(text, strict)).toBe(url);
  });

  it.each([
    ['gatehouse.example.com', 'https://'],
    ['ftp://example.com', 'https://'],
    ['https://ada:test-pass@example.com', 'user name'],
    ['https://example.com/?token=x', 'query'],
    ['http://example.com', 'without encryption'],
    ['http://127.0.0.1.example.com', 'without encryption'],
    ['http://localhost.example.com', 'without encryption'],
    ['http://0.0.0.0:3000', 'without encryption'],
    ['http://192.168.1.10', 'without encryption'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseServerUrl(text, strict)).toThrow(reason);
  });

  it.each([
    ['gatehouse.example.com', '--url https://gatehouse.example.com'],
    ['localhost:4790', '--url http://localhost:4790'],
    ['team:8443/gatehouse', '--url https://team:8443/gatehouse'],
    ['not an address', '--url https://gatehouse.example.com'],
  ])('says how %s is written in full', (text, advice) => {
    try {
      parseServerUrl(text, strict);
      expect.fail();
    } catch (error) {
      expect(error).toMatchObject({ advice: `Give it in full, like ${advice}` });
    }
  });

  it('takes http to another machine when that was said', () => {
    expect(parseServerUrl('http://example.com', { isInsecureHttpAllowed: true })).toBe('http://example.com');
  });
});

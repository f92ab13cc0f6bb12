import { expect, test } from 'vitest';
import { createDriver } from '../registry/index.ts';

const driver = createDriver({ kind: 'cliproxyapi', baseUrl: 'http://127.0.0.1:9', managementKey: 'mgmt-test' });

test('a provider key takes on the form in which the gateway keeps it', () => {
  const spec = {
    provider: 'claude' as const,
    apiKey: ' sk-test ',
    baseUrl: ' http://a ',
    prefix: ' /team/ ',
    models: [
      { name: ' n ', alias: ' a ' },
      { name: ' ', alias: '' },
    ],
    excludedModels: ['GPT-*', ' gpt-* ', ''],
  };
  expect(driver.normalise('provider-keys', spec)).toEqual({
    ok: true,
    spec: {
      provider: 'claude',
      apiKey: 'sk-test',
      baseUrl: 'http://a',
      prefix: 'team',
      models: [{ name: 'n', alias: 'a' }],
      excludedModels: ['gpt-*'],
    },
  });
  expect(driver.naturalKey('provider-keys', spec)).toBe('claude\nsk-test\nhttp://a');
});

test('fields that would be kept as empty are left out', () => {
  const spec = {
    provider: 'gemini' as const,
    apiKey: 'sk-test',
    baseUrl: ' ',
    prefix: '/',
    models: [],
    excludedModels: [' '],
  };
  expect(driver.normalise('provider-keys', spec)).toEqual({
    ok: true,
    spec: { provider: 'gemini', apiKey: 'sk-test' },
  });
});

test('what the gateway would silently drop is a problem', () => {
  const codes = [
    driver.normalise('provider-keys', { provider: 'codex', apiKey: 'sk-test' }),
    driver.normalise('provider-keys', { provider: 'claude', apiKey: 'sk-test', prefix: 'a/b' }),
    driver.normalise('custom-providers', { name: 'one', baseUrl: ' ', apiKeys: ['k'], models: [] }),
    driver.normalise('provider-keys', { provider: 'claude', apiKey: ' ' }),
    driver.normalise('custom-providers', { name: 'one', baseUrl: 'http://a', apiKeys: [' '], models: [] }),
    driver.normalise('client-keys', { key: ' ' }),
  ].map((outcome) => (outcome.ok ? 'ok' : outcome.problem.code));
  expect(codes).toEqual(['dropped', 'dropped', 'dropped', 'refused', 'refused', 'refused']);
});

test('names and keys of custom providers are trimmed, mappings are not', () => {
  const spec = { name: ' one ', baseUrl: ' http://a ', apiKeys: [' k ', 'k'], models: [{ name: ' m ', alias: 'a' }] };
  expect(driver.normalise('custom-providers', spec)).toEqual({
    ok: true,
    spec: { name: 'one', baseUrl: 'http://a', apiKeys: ['k'], models: [{ name: ' m ', alias: 'a' }] },
  });
});

test('a client key cannot be limited here, and is not left unlimited in silence', () => {
  expect(driver.normalise('client-keys', { key: 'sk-test', models: ['a'] })).toMatchObject({
    ok: false,
    problem: { code: 'unsupported' },
  });
  expect(driver.capabilities).toMatchObject({ keyModels: false, needsSentinel: true });
});

test('every kind has a driver of its own', () => {
  const other = createDriver({ kind: 'litellm', baseUrl: 'http://127.0.0.1:9', managementKey: 'sk-test-master' });
  expect([driver.kind, other.kind]).toEqual(['cliproxyapi', 'litellm']);
  expect(other.capabilities).toMatchObject({ keyModels: true, needsSentinel: false });
});

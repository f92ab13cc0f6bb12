import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { CustomProviderSpec, ProviderKeySpec } from '../driver/index.ts';
import { createDriver } from '../registry/index.ts';
import { customProviderList, normaliseCustomProvider } from './custom-providers.ts';
import { normaliseProviderKey, providerKeyLists } from './provider-keys.ts';

const padded = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', ' '), text, fc.constantFrom('', ' ')).map((parts) => parts.join(''));
const word = fc.constantFrom('', 'a', 'B', 'gpt-*', '*');
const model = fc.record(
  {
    name: padded(word),
    alias: padded(word),
    displayName: fc.constantFrom('', 'Big'),
    maxContextLength: fc.constantFrom(0, 8192),
    forceMapping: fc.boolean(),
  },
  { requiredKeys: ['name', 'alias'] },
);
const fields = {
  headers: fc.dictionary(padded(fc.constantFrom('', 'X-A', 'X-B')), padded(fc.constantFrom('', '1'))),
  prefix: padded(fc.constantFrom('', '/', 'p', '/p/', 'a/b')),
  priority: fc.constantFrom(-1, 0, 2),
  requestRetry: fc.constantFrom(0, 1, 3),
  isCoolingDisabled: fc.boolean(),
};
const keySpec = fc.record(
  {
    provider: fc.constantFrom(...providers),
    apiKey: padded(fc.constantFrom('', 'sk-test-1', 'sk-test-2')),
    baseUrl: padded(fc.constantFrom('', 'http://127.0.0.1:9')),
    proxyUrl: padded(fc.constantFrom('', 'http://127.0.0.1:1')),
    weight: fc.constantFrom(1, 7, 1_000_001),
    models: fc.array(model, { maxLength: 3 }),
    excludedModels: fc.array(padded(word), { maxLength: 4 }),
    isDisabled: fc.constant(true as const),
    ...fields,
  },
  { requiredKeys: ['provider', 'apiKey'] },
) as fc.Arbitrary<ProviderKeySpec>;
const customSpec = fc.record(
  {
    name: padded(fc.constantFrom('', 'one')),
    baseUrl: padded(fc.constantFrom('', 'http://127.0.0.1:9')),
    apiKeys: fc.array(padded(fc.constantFrom('', 'sk-test-1', 'sk-test-2')), { maxLength: 3 }),
    isKeyless: fc.constant(true as const),
    models: fc.array(model, { maxLength: 3 }),
    isDisabled: fc.constant(true as const),
    ...fields,
  },
  { requiredKeys: ['name', 'baseUrl', 'apiKeys', 'models'] },
) as fc.Arbitrary<CustomProviderSpec>;

test('normalising what is normal changes nothing', () => {
  fc.assert(
    fc.property(keySpec, (spec) => {
      const once = normaliseProviderKey(spec);
      if (once.ok) expect(normaliseProviderKey(once.spec)).toEqual(once);
    }),
  );
  fc.assert(
    fc.property(customSpec, (spec) => {
      const once = normaliseCustomProvider(spec);
      if (once.ok) expect(normaliseCustomProvider(once.spec)).toEqual(once);
    }),
  );
});

test('what is written and read back is the same, over whatever was there before', () => {
  fc.assert(
    fc.property(keySpec, keySpec, (spec, before) => {
      const [wanted, present] = [
        normaliseProviderKey(spec),
        normaliseProviderKey({ ...before, provider: spec.provider }),
      ];
      if (!wanted.ok || !present.ok) return;
      const codec = providerKeyLists[wanted.spec.provider];
      const there = codec.write(null, present.spec, []);
      const clear = Object.keys(present.spec).filter((name) => !(name in wanted.spec));
      expect(codec.read(codec.write(there, wanted.spec, clear))).toEqual(wanted.spec);
    }),
  );
  fc.assert(
    fc.property(customSpec, (spec) => {
      const wanted = normaliseCustomProvider(spec);
      if (!wanted.ok) return;
      expect(customProviderList.read(customProviderList.write(null, wanted.spec, []))).toEqual(wanted.spec);
    }),
  );
});

let double: Double;
beforeAll(async () => {
  double = await startCliproxyapiDouble({ timing: { reloadMs: 0, authsMs: 0 } });
});
afterAll(() => double.stop());

const manage = async (method: string, section: string, json?: unknown) => {
  const response = await fetch(`${double.url}/v0/management/${section}`, {
    method,
    headers: { authorization: `Bearer ${double.managementKey}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, Record<string, unknown>[]> };
};

async function stored(section: string, entry: object) {
  const { status } = await manage('PUT', section, [entry]);
  await double.settled();
  const { body } = await manage('GET', section);
  return { status, entries: body[section] ?? [] };
}

test('a normalised key is what the gateway stores', async () => {
  await fc.assert(
    fc.asyncProperty(keySpec, async (spec) => {
      const normal = normaliseProviderKey(spec);
      if (!normal.ok) return;
      const codec = providerKeyLists[spec.provider];
      const { status, entries } = await stored(codec.section, codec.write(null, normal.spec, []));
      expect(status).toBe(200);
      expect(entries.map(codec.read)).toEqual([normal.spec]);
    }),
    { numRuns: 60 },
  );
});

test('a normalised custom provider is what the gateway stores', async () => {
  await fc.assert(
    fc.asyncProperty(customSpec, async (spec) => {
      const normal = normaliseCustomProvider(spec);
      if (!normal.ok) return;
      const { entries } = await stored(customProviderList.section, customProviderList.write(null, normal.spec, []));
      expect(entries.map(customProviderList.read)).toEqual([normal.spec]);
    }),
    { numRuns: 40 },
  );
});

test('a family that the version cannot hold is refused with a sentence, others are not', () => {
  const driver = createDriver({ kind: 'cliproxyapi', baseUrl: 'http://127.0.0.1:9', managementKey: 'mgmt-test' });
  const verdict = (provider: Provider, version: string | null) => {
    const spec = { provider, apiKey: 'sk-test-1', baseUrl: 'http://127.0.0.1:9' };
    const normal = driver.normalise('provider-keys', spec, version);
    return normal.ok ? 'ok' : normal.problem;
  };
  expect(verdict('interactions', 'v7.2.50')).toEqual({
    code: 'unsupported',
    message:
      'Keys for interactions need CLIProxyAPI v7.2.51 or newer, and this gateway is v7.2.50. Update the gateway first.',
  });
  expect(verdict('interactions', 'v7.2.51')).toBe('ok');
  expect(verdict('xai', 'v7.2.72')).toMatchObject({ code: 'unsupported' });
  expect(verdict('xai', 'v7.2.73')).toBe('ok');
  expect(verdict('vertex', 'v6.6.81')).toMatchObject({ code: 'unsupported' });
  expect(verdict('vertex', 'v7.2.19')).toBe('ok');
  expect(verdict('claude', 'v6.0.0')).toBe('ok');
  expect([verdict('xai', null), verdict('xai', 'dev')]).toEqual(['ok', 'ok']);
});

test('a gateway without a list is read without it, and never written to there', async () => {
  double.setProfile({ missing: ['xai-api-key'] });
  double.clearJournal();
  const driver = createDriver({
    kind: 'cliproxyapi',
    baseUrl: double.url,
    managementKey: double.managementKey,
  });
  const observed = await driver.observe('provider-keys');
  if (!observed.ok) throw new Error(observed.problem.code);
  const spec: ProviderKeySpec = { provider: 'xai', apiKey: 'sk-test-1', baseUrl: 'http://127.0.0.1:9' };
  const naturalKey = driver.naturalKey('provider-keys', spec);
  expect(
    await driver.apply(
      'provider-keys',
      [{ kind: 'ensure-present', naturalKey, spec, clear: [] }],
      observed.observation,
    ),
  ).toMatchObject({ outcome: 'rejected', problem: { code: 'unsupported' }, writes: 0 });
  expect(double.writes()).toEqual([]);
  double.setProfile({ missing: [] });
});

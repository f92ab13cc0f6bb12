import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ProviderKeySpec } from '../driver/index.ts';
import { clientKeyList, nonEmptyKeyList } from './client-keys.ts';
import { customProviderList } from './custom-providers.ts';
import { mergeList } from './merge.ts';
import { normaliseProviderKey, providerKeyLists, providerKeyNaturalKey } from './provider-keys.ts';
import { canonical, type RawEntry } from './raw.ts';

const key = fc.constantFrom('k1', 'k2', 'k3', 'k4');
const base = fc.constantFrom('', 'http://a', 'http://b');
const models = fc.array(
  fc.record({ name: key, alias: key, 'display-name': fc.string() }, { requiredKeys: ['name', 'alias'] }),
  { maxLength: 3 },
);
const codec = providerKeyLists.claude;

const rawEntry: fc.Arbitrary<RawEntry> = fc.record(
  {
    'api-key': fc.oneof(
      key,
      key.map((value) => ` ${value} `),
      fc.constant(''),
    ),
    'base-url': base,
    priority: fc.integer(),
    prefix: fc.constantFrom('', 'p'),
    models: fc.oneof(fc.constant(null), models),
    'excluded-models': fc.array(key, { maxLength: 2 }),
    'x-unknown': fc.jsonValue(),
    'auth-index': fc.string(),
  },
  { requiredKeys: ['api-key'] },
);

const spec: fc.Arbitrary<ProviderKeySpec> = fc
  .record(
    {
      provider: fc.constant('claude' as const),
      apiKey: key,
      baseUrl: base,
      prefix: fc.constantFrom('', '/p/', 'q'),
      models: fc.array(fc.record({ name: key, alias: key }), { maxLength: 3 }),
      excludedModels: fc.array(fc.constantFrom('A', 'b', ' '), { maxLength: 3 }),
    },
    { requiredKeys: ['provider', 'apiKey'] },
  )
  .map((value) => {
    const normalised = normaliseProviderKey(value);
    if (!normalised.ok) throw new Error('the generator makes valid specs');
    return normalised.spec;
  });

const change: fc.Arbitrary<Change<'provider-keys'>> = fc.oneof(
  fc
    .record({ spec, clear: fc.subarray(['prefix', 'models', 'excludedModels'] as const) })
    .map(({ spec: wanted, clear }) => ({
      kind: 'ensure-present' as const,
      naturalKey: providerKeyNaturalKey(wanted),
      spec: wanted,
      clear: clear.filter((name) => wanted[name] === undefined),
    })),
  spec.map((wanted) => ({ kind: 'ensure-absent' as const, naturalKey: providerKeyNaturalKey(wanted) })),
);

const changes = fc.uniqueArray(change, { selector: ({ naturalKey }) => naturalKey, maxLength: 5 });

test('strangers keep content and order, whatever changes', () => {
  fc.assert(
    fc.property(fc.array(rawEntry, { maxLength: 8 }), changes, (items, wanted) => {
      const ours = new Set(wanted.map(({ naturalKey }) => naturalKey));
      const isStranger = (item: RawEntry) => codec.read(item) === null || !ours.has(codec.keyOf(item));
      const before = items.filter(isStranger).map(codec.content);
      expect(mergeList(items, wanted, codec).filter(isStranger)).toEqual(before);
    }),
  );
});

test('making the same changes again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(rawEntry, { maxLength: 8 }), changes, (items, wanted) => {
      const once = mergeList(items, wanted, codec);
      expect(canonical(mergeList(once, wanted, codec))).toBe(canonical(once));
    }),
  );
});

test('afterwards each wanted entry is there once with its fields, each unwanted one is not', () => {
  fc.assert(
    fc.property(fc.array(rawEntry, { maxLength: 8 }), changes, (items, wanted) => {
      const merged = mergeList(items, wanted, codec);
      for (const item of wanted) {
        const found = merged.filter((entry) => codec.read(entry) && codec.keyOf(entry) === item.naturalKey);
        expect(found).toHaveLength(item.kind === 'ensure-present' ? 1 : 0);
        if (item.kind === 'ensure-present' && found[0]) {
          expect(codec.read(found[0])).toMatchObject(item.spec);
          for (const name of item.clear) expect(codec.read(found[0])).not.toHaveProperty(name);
        }
      }
    }),
  );
});

test('unknown fields of an entry and of its mappings survive a change', () => {
  const raw = {
    'api-key': 'k1',
    'x-unknown': { deep: [1] },
    models: [{ name: 'n', alias: 'a', thinking: { min: 1 } }],
  };
  const wanted: ProviderKeySpec = {
    provider: 'claude',
    apiKey: 'k1',
    prefix: 'p',
    models: [
      { name: 'n', alias: 'a' },
      { name: 'm', alias: 'b' },
    ],
  };
  const naturalKey = providerKeyNaturalKey(wanted);
  expect(mergeList([raw], [{ kind: 'ensure-present', naturalKey, spec: wanted, clear: [] }], codec)).toEqual([
    { ...raw, prefix: 'p', models: [...raw.models, { name: 'm', alias: 'b' }] },
  ]);
});

test('keys of a custom provider keep their own settings', () => {
  const raw = {
    name: 'one',
    'base-url': 'http://a',
    disabled: false,
    'api-key-entries': [{ 'api-key': 'k1', weight: 3, 'auth-index': 'x' }, { 'api-key': 'k2' }],
  };
  const merged = mergeList(
    [raw],
    [
      {
        kind: 'ensure-present',
        naturalKey: 'one',
        spec: { name: 'one', baseUrl: 'http://a', apiKeys: ['k3', 'k1'], models: [] },
        clear: [],
      },
    ],
    customProviderList,
  );
  expect(merged).toEqual([{ ...raw, 'api-key-entries': [{ 'api-key': 'k3' }, { 'api-key': 'k1', weight: 3 }] }]);
});

test('client keys: strangers stay as they are written, ours are recognised in spite of white space', () => {
  const items = ['a', ' b ', '', 'c', 'b'];
  const present: Change<'client-keys'> = { kind: 'ensure-present', naturalKey: 'b', spec: { key: 'b' }, clear: [] };
  expect(mergeList(items, [present, { kind: 'ensure-absent', naturalKey: 'c' }], clientKeyList)).toEqual([
    'a',
    ' b ',
    '',
  ]);
});

test('a list without a usable client key cannot be made', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', ' ', '\t\n', 'k')), (list) => {
      expect(nonEmptyKeyList(list) === null).toBe(!list.includes('k'));
    }),
  );
});

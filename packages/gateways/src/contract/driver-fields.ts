import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import { expect, test } from 'vitest';
import { createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { CustomProviderSpec, GatewayDriver, Observation, ProviderKeySpec } from '../driver/index.ts';
import { eventually, type Wire } from './wire.ts';

const upstream = 'http://127.0.0.1:9/v1';

type Fields = Omit<ProviderKeySpec, 'provider' | 'apiKey' | 'baseUrl'>;

/** One value of every field of a provider key that this family has. */
const everyField = (provider: Provider): Required<Fields> => ({
  proxyUrl: 'socks5://user:sk-test-proxy@127.0.0.1:1',
  headers: { 'X-Team': 'a', 'x-trace': 'sk-test-header' },
  prefix: 'team',
  priority: -2,
  weight: 5,
  requestRetry: 3,
  isCoolingDisabled: true,
  models: [
    {
      name: 'm',
      alias: `${provider}-alias`,
      displayName: 'The model',
      forceMapping: true,
      ...(provider === 'vertex' ? {} : { maxContextLength: 200_000 }),
    },
    { name: 'n', alias: `${provider}-other` },
  ],
  excludedModels: ['gpt-*', 'exact'],
  isDisabled: true,
});

async function observe<R extends 'provider-keys' | 'custom-providers'>(
  driver: GatewayDriver,
  resource: R,
): Promise<Observation<R>> {
  const outcome = await driver.observe(resource);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

/** Everything that a person can say about an entry, in every family: stored, shown and taken away again. */
export function driverFieldContract(wire: () => Wire): void {
  const driver = () =>
    createCliproxyapiDriver({ baseUrl: wire().target.url, managementKey: wire().target.managementKey });

  for (const provider of providers) {
    test(`${provider}: every field is stored as normalised, and goes when it is cleared`, async () => {
      const section = `${provider}-api-key`;
      await wire().put(section, []);
      const subject = driver();
      const bare: ProviderKeySpec = { provider, apiKey: `sk-test-${provider}`, baseUrl: upstream };
      const full: ProviderKeySpec = { ...bare, ...everyField(provider) };
      const naturalKey = subject.naturalKey('provider-keys', full);
      const ours = async () =>
        (await observe(subject, 'provider-keys')).entries.find((entry) => entry.naturalKey === naturalKey);
      const want = async (spec: ProviderKeySpec, clear: (keyof ProviderKeySpec)[] = []) => {
        const base = await observe(subject, 'provider-keys');
        return subject.apply('provider-keys', [{ kind: 'ensure-present', naturalKey, spec, clear }], base);
      };

      expect(subject.normalise('provider-keys', full)).toEqual({ ok: true, spec: full });
      expect(await want(full)).toEqual({ outcome: 'applied', writes: 1 });
      expect(await eventually(async () => (await ours())?.isLive === true)).toBe(true);
      expect((await ours())?.spec).toEqual(full);
      expect(await want(full)).toEqual({ outcome: 'applied', writes: 0 });
      expect((await wire().list(section))[0]?.['excluded-models']).toEqual(['gpt-*', 'exact', '*']);

      // Switched on again; the models that are excluded stay.
      const { isDisabled: _, ...enabled } = full;
      expect(await want(enabled, ['isDisabled'])).toEqual({ outcome: 'applied', writes: 1 });
      await wire().settle();
      expect((await ours())?.spec).toEqual(enabled);

      const clear = Object.keys(everyField(provider)) as (keyof ProviderKeySpec)[];
      expect(await want(bare, clear)).toEqual({ outcome: 'applied', writes: 1 });
      await wire().settle();
      expect((await ours())?.spec).toEqual(bare);
      await wire().put(section, []);
    });
  }

  const custom: CustomProviderSpec = {
    name: 'ours',
    baseUrl: upstream,
    apiKeys: ['sk-test-1', 'sk-test-2'],
    models: [
      {
        name: 'm',
        alias: 'ours-m',
        displayName: 'The model',
        maxContextLength: 8192,
        forceMapping: true,
        inputModalities: ['text', 'image'],
        outputModalities: ['text'],
      },
    ],
    headers: { 'X-Team': 'a' },
    prefix: 'team',
    priority: 3,
    requestRetry: 2,
    isCoolingDisabled: true,
  };

  test('a custom provider: every field, switched off and on, keyless, and back to the least', async () => {
    await wire().put('openai-compatibility', []);
    const subject = driver();
    const ours = async () => (await observe(subject, 'custom-providers')).entries[0];
    const want = async (spec: CustomProviderSpec, clear: (keyof CustomProviderSpec)[] = []) => {
      const base = await observe(subject, 'custom-providers');
      const result = await subject.apply(
        'custom-providers',
        [{ kind: 'ensure-present', naturalKey: 'ours', spec, clear }],
        base,
      );
      await wire().settle();
      return result;
    };

    expect(await want(custom)).toEqual({ outcome: 'applied', writes: 1 });
    expect(await eventually(async () => (await ours())?.isLive === true)).toBe(true);
    expect((await ours())?.spec).toEqual(custom);

    expect(await want({ ...custom, isDisabled: true })).toEqual({ outcome: 'applied', writes: 1 });
    expect((await ours())?.spec).toEqual({ ...custom, isDisabled: true });
    expect(await eventually(async () => (await ours())?.isLive === null)).toBe(true);

    const least: CustomProviderSpec = {
      name: 'ours',
      baseUrl: `${upstream}/other`,
      apiKeys: [],
      isKeyless: true,
      models: [{ name: 'm', alias: 'ours-m' }],
    };
    const clear: (keyof CustomProviderSpec)[] = [
      'headers',
      'prefix',
      'priority',
      'requestRetry',
      'isCoolingDisabled',
      'isDisabled',
    ];
    expect(await want(least, clear)).toEqual({ outcome: 'applied', writes: 1 });
    expect(await eventually(async () => (await ours())?.isLive === true)).toBe(true);
    expect((await ours())?.spec).toEqual(least);
    await wire().put('openai-compatibility', []);
  });

  test('another key for the same entry: the old one goes and the new one comes in one write', async () => {
    await wire().put('claude-api-key', []);
    const subject = driver();
    const specOf = (apiKey: string): ProviderKeySpec => ({ provider: 'claude', apiKey });
    const keyOf = (apiKey: string) => subject.naturalKey('provider-keys', specOf(apiKey));
    const add = (apiKey: string) => ({
      kind: 'ensure-present' as const,
      naturalKey: keyOf(apiKey),
      spec: specOf(apiKey),
      clear: [],
    });
    await subject.apply('provider-keys', [add('sk-test-old')], await observe(subject, 'provider-keys'));
    const swap = [{ kind: 'ensure-absent' as const, naturalKey: keyOf('sk-test-old') }, add('sk-test-new')];
    expect(await subject.apply('provider-keys', swap, await observe(subject, 'provider-keys'))).toEqual({
      outcome: 'applied',
      writes: 1,
    });
    await wire().settle();
    expect((await wire().list('claude-api-key')).map((entry) => entry['api-key'])).toEqual(['sk-test-new']);
    await wire().put('claude-api-key', []);
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientKeySpec, CustomProviderSpec, ProviderKeySpec } from '../driver/index.ts';
import { differingFields, normaliseClientKey, readClientKey, tokenOf } from './client-keys.ts';
import { customProviderDeployments, normaliseCustomProvider } from './custom-providers.ts';
import { ownerOf } from './deployments.ts';
import { normaliseProviderKey, providerKeyDeployments } from './provider-keys.ts';

const key = 'sk-test-key';

describe('client keys', () => {
  it('take words for periods and keep one form of everything', () => {
    const spec: ClientKeySpec = {
      key: ` ${key} `,
      models: ['b', 'a', 'b '],
      maxBudget: '10.50',
      budgetDuration: 'monthly',
    };
    expect(normaliseClientKey(spec)).toEqual({
      ok: true,
      spec: { key, models: ['a', 'b'], maxBudget: '10.5', budgetDuration: '30d' },
    });
  });

  it.each<Partial<ClientKeySpec>>([
    { key: 'gh-no-prefix' },
    { models: [] },
    { models: [' '] },
    { maxBudget: 'much' },
    { maxBudget: '-1' },
    { budgetDuration: 'sometimes' },
    { expiresAt: 'soon' },
  ])('refuse %o', (fields) => {
    expect(normaliseClientKey({ key, ...fields })).toMatchObject({ ok: false, problem: { code: 'refused' } });
  });

  it('are compared without regard to seconds, spend, order, or the sentinel of other tools', () => {
    const expiresAt = new Date('2027-01-01T00:00:00Z').toISOString();
    const wanted: ClientKeySpec = { key, models: ['a', 'b'], maxBudget: '2', expiresAt };
    const row = { token: tokenOf(key), models: ['b', 'a'], max_budget: 2.0, spend: 9, expires: '2027-01-01T00:00:59Z' };
    const seen = readClientKey({ ...row, rpm_limit: 2_147_483_647 });
    expect(seen?.spec).not.toHaveProperty('rpmLimit');
    expect(seen && differingFields(seen.spec, wanted)).toEqual([]);
    const widened = readClientKey({ ...row, models: [] });
    expect(widened && differingFields(widened.spec, wanted)).toEqual(['models']);
  });

  it('are the same after a second time', () => {
    const spec = fc.record(
      {
        key: fc.string().map((text) => `sk-${text}`),
        models: fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
        maxBudget: fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }).map(String),
        rpmLimit: fc.nat(),
      },
      { requiredKeys: ['key'] },
    );
    fc.assert(
      fc.property(spec, (given) => {
        const once = normaliseClientKey(given);
        if (once.ok) expect(normaliseClientKey(once.spec)).toEqual(once);
      }),
    );
  });
});

describe('deployments', () => {
  const custom: CustomProviderSpec = {
    name: 'acme',
    baseUrl: 'https://acme.example/v1',
    apiKeys: ['sk-test-1', 'sk-test-2'],
    models: [{ name: 'large', alias: 'big' }],
  };
  const ids = (spec: CustomProviderSpec) => customProviderDeployments(spec).map(({ id }) => id);

  it('have an id that says whose they are and changes with everything, the key too', () => {
    const before = ids(custom);
    expect(new Set(before).size).toBe(2);
    expect(before.map((id) => ownerOf(id)?.kind)).toEqual(['cp', 'cp']);
    expect(ids({ ...custom })).toEqual(before);
    for (const other of [
      { ...custom, apiKeys: ['sk-test-3', 'sk-test-4'] },
      { ...custom, baseUrl: 'https://other.example/v1' },
      { ...custom, prefix: 'team' },
      { ...custom, isDisabled: true as const },
    ])
      expect(ids(other).filter((id) => before.includes(id))).toEqual([]);
    expect(before.join()).not.toContain('sk-test');
  });

  it('carry neither key nor address while they are switched off', () => {
    const [off] = customProviderDeployments({ ...custom, isDisabled: true });
    expect(JSON.stringify(off)).not.toContain('sk-test-1');
    expect(off?.params.api_base).toBe('http://disabled.invalid');
  });

  it('of a provider key stand for all models, or for those that are named', () => {
    const every: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude' };
    expect(providerKeyDeployments(every)).toMatchObject([
      { modelName: 'anthropic/*', params: { model: 'anthropic/*' } },
    ]);
    const named: ProviderKeySpec = { ...every, prefix: 'team', models: [{ name: 'claude-opus-5', alias: 'big' }] };
    expect(providerKeyDeployments(named)).toMatchObject([
      { modelName: 'team/big', params: { model: 'anthropic/claude-opus-5' } },
    ]);
  });
});

describe('what LiteLLM has no place for is refused', () => {
  it.each<Partial<ProviderKeySpec>>([
    { provider: 'vertex' },
    { proxyUrl: 'http://127.0.0.1:1' },
    { headers: { 'X-A': '1' } },
    { priority: 3 },
    { excludedModels: ['a*'] },
  ])('of a provider key: %o', (fields) => {
    const spec: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude', ...fields };
    expect(normaliseProviderKey(spec)).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
  });

  it('of a custom provider without models', () => {
    const spec: CustomProviderSpec = {
      name: 'acme',
      baseUrl: 'https://acme.example',
      apiKeys: ['sk-test-1'],
      models: [],
    };
    expect(normaliseCustomProvider(spec)).toMatchObject({ ok: false, problem: { code: 'refused' } });
  });
});

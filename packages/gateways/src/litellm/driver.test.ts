import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '../double/faults.ts';
import type { Change, ClientKeySpec, GatewayDriver, Observation } from '../driver/index.ts';
import { type LitellmDouble, startLitellmDouble } from '../litellm-double/index.ts';
import { createLitellmDriver } from './index.ts';

let double: LitellmDouble;
let driver: GatewayDriver;

beforeEach(async () => {
  double = await startLitellmDouble({ version: '1.92' });
  driver = createLitellmDriver({ baseUrl: double.url, managementKey: double.masterKey, timeoutMs: 500 });
});
afterEach(() => double.stop());

const keyOf = (number: number) => `sk-test-key-${number}`;
const want = (spec: ClientKeySpec): Change<'client-keys'> => ({
  kind: 'ensure-present',
  naturalKey: driver.naturalKey('client-keys', spec),
  spec,
  clear: [],
});
async function observed(): Promise<Observation<'client-keys'>> {
  const outcome = await driver.observe('client-keys');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}
const add = async (...numbers: number[]) =>
  driver.apply(
    'client-keys',
    numbers.map((number) => want({ key: keyOf(number) })),
    await observed(),
  );

describe('several changes', () => {
  it('are made one by one, and nothing follows one whose answer was lost', async () => {
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: '/key/generate', nth: 2 });
    const result = await add(1, 2, 3);
    expect(result).toMatchObject({ outcome: 'unknown', writes: 2 });
    expect([1, 2, 3].map((number) => result.outcomes?.get(want({ key: keyOf(number) }).naturalKey)?.outcome)).toEqual([
      'applied',
      'unknown',
      'rejected',
    ]);
    expect([1, 2, 3].map((number) => double.hasKey(keyOf(number)))).toEqual([true, true, false]);
    expect(await add(1, 2, 3)).toMatchObject({ outcome: 'applied', writes: 1 });
  });

  it('a refused one does not keep the others back', async () => {
    const fault = { kind: 'envelope', status: 400, envelope: 'proxy', message: 'no' } as const;
    double.faults.add({ fault, path: '/key/generate', nth: 1 });
    const result = await add(1, 2);
    expect(result.outcome).toBe('unknown');
    expect([...(result.outcomes?.values() ?? [])].map(({ outcome }) => outcome)).toEqual(['rejected', 'applied']);
  });
});

describe('errors', () => {
  const cases: [Envelope, number, string, outcome: string, code: string][] = [
    ['proxy', 400, 'Invalid duration', 'rejected', 'refused'],
    ['python', 403, 'This is an Enterprise feature', 'rejected', 'unsupported'],
    ['framework', 403, 'no', 'rejected', 'unauthorized'],
    ['validation', 422, 'Field required', 'rejected', 'refused'],
    ['text', 502, 'Bad gateway', 'unknown', 'server_error'],
    ['text', 504, '', 'unknown', 'server_error'],
    ['proxy', 500, 'Internal error', 'unknown', 'server_error'],
    ['python', 500, 'DB not connected. See the docs', 'rejected', 'server_error'],
    ['proxy', 429, 'Too many requests', 'rejected', 'server_error'],
  ];
  it.each(cases)('%s %i %s: %s, %s', async (envelope, status, message, outcome, code) => {
    double.faults.add({ fault: { kind: 'envelope', status, envelope, message }, path: '/key/generate' });
    expect(await add(1)).toMatchObject({ outcome, problem: { code } });
  });

  it('an unauthorized answer stops everything until the circuit is reset', async () => {
    double.rotateMasterKey('sk-test-rotated');
    expect(await driver.observe('provider-keys')).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
    const before = double.requests().length;
    expect(await driver.observe('client-keys')).toMatchObject({ ok: false, problem: { code: 'circuit_open' } });
    expect(double.requests()).toHaveLength(before);
    double.rotateMasterKey(double.masterKey);
  });

  it('models that are kept in a file only are said to be', async () => {
    double.setModelStore(false);
    const observation = await driver.observe('provider-keys');
    const spec = { provider: 'claude', apiKey: 'sk-test-claude' } as const;
    const change = {
      kind: 'ensure-present',
      naturalKey: driver.naturalKey('provider-keys', spec),
      spec,
      clear: [],
    } as const;
    if (!observation.ok) throw new Error(observation.problem.code);
    const result = await driver.apply('provider-keys', [{ ...change, clear: [] }], observation.observation);
    expect(result).toMatchObject({ outcome: 'rejected', problem: { code: 'unsupported' } });
    expect(result.outcome === 'rejected' && result.problem.message).toContain('STORE_MODEL_IN_DB');
  });

  it('hold nothing of what was sent', async () => {
    for (const envelope of ['proxy', 'python', 'framework', 'validation', 'text'] as const) {
      const message = `cannot store ${keyOf(1)}`;
      double.faults.add({ fault: { kind: 'envelope', status: 400, envelope, message }, path: '/key/generate' });
      expect(JSON.stringify(await add(1))).not.toContain(keyOf(1));
    }
  });
});

describe('a probe', () => {
  it.each(['1.78', '1.92'] as const)('names version %s', async (version) => {
    double.setVersion(version);
    expect(await driver.probe()).toMatchObject({ ok: true, version: expect.stringMatching(`^${version}`) });
  });

  it('does not show the master key to another server', async () => {
    const path = '/health/readiness';
    double.faults.add({ fault: { kind: 'envelope', status: 404, envelope: 'text', message: 'hello' }, path });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'not_this_gateway' } });
    expect(double.requests()).toHaveLength(1);
    expect(double.requests()[0]?.headers).not.toHaveProperty('authorization');
  });

  it('tells an old version, a missing database and a wrong key', async () => {
    double.setProfile({ version: '1.60.1', showsVersion: true });
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'version_too_old' } });
    double.setDatabase(false);
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'server_error' } });
    double.setDatabase(true);
    double.rotateMasterKey('sk-test-rotated');
    expect(await driver.probe()).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
  });
});

describe('observing', () => {
  it('walks every page, and spend changes nothing', async () => {
    await add(...Array.from({ length: 130 }, (_, index) => index));
    const before = await observed();
    expect(before.entries).toHaveLength(130);
    double.spend(keyOf(1), 3);
    expect((await observed()).revision).toBe(before.revision);
    await add(200);
    expect((await observed()).revision).not.toBe(before.revision);
  });

  it('a model that is saved but not loaded yet is waited for, not added twice', async () => {
    double.setLags({ routerMs: 60_000 });
    const spec = {
      name: 'acme',
      baseUrl: 'https://acme.example',
      apiKeys: ['sk-test-1'],
      models: [{ name: 'm', alias: 'm' }],
    };
    const naturalKey = driver.naturalKey('custom-providers', spec);
    const put = async () => {
      const seen = await driver.observe('custom-providers');
      if (!seen.ok) throw new Error(seen.problem.code);
      return driver.apply(
        'custom-providers',
        [{ kind: 'ensure-present', naturalKey, spec, clear: [] }],
        seen.observation,
      );
    };
    expect(await put()).toMatchObject({ outcome: 'applied', writes: 1 });
    expect(await put()).toMatchObject({ outcome: 'rejected', problem: { code: 'not_live' } });
    expect(double.models()).toHaveLength(1);
  });
});

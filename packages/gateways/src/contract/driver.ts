import type { Resource } from '@gatehouse/contracts/gateways';
import { expect, test } from 'vitest';
import { createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { Change, CustomProviderSpec, GatewayDriver, Observation, ProviderKeySpec } from '../driver/index.ts';
import { eventually, type Wire } from './wire.ts';

const keeper = 'sk-test-contract-keeper';
const upstream = 'http://127.0.0.1:9/v1';

async function observed<R extends Resource>(driver: GatewayDriver, resource: R): Promise<Observation<R>> {
  const outcome = await driver.observe(resource);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

const otherLists = ['codex-api-key', 'gemini-api-key', 'interactions-api-key', 'xai-api-key', 'vertex-api-key'];

/** The port as Gatehouse uses it. */
export function driverContract(wire: () => Wire): void {
  const driver = (managementKey = wire().target.managementKey) =>
    createCliproxyapiDriver({ baseUrl: wire().target.url, managementKey });
  const claude: ProviderKeySpec = {
    provider: 'claude',
    apiKey: 'sk-test-claude',
    models: [{ name: 'claude-opus-5', alias: 'big' }],
  };
  const codex: ProviderKeySpec = { provider: 'codex', apiKey: 'sk-test-codex', baseUrl: upstream, prefix: 'team' };
  const custom: CustomProviderSpec = {
    name: 'ours',
    baseUrl: upstream,
    apiKeys: ['sk-test-1'],
    models: [{ name: 'm', alias: 'ours-m' }],
  };
  const present = (subject: GatewayDriver, specs: ProviderKeySpec[]): Change<'provider-keys'>[] =>
    specs.map((spec) => ({
      kind: 'ensure-present',
      naturalKey: subject.naturalKey('provider-keys', spec),
      spec,
      clear: [],
    }));

  test('a probe names the version', async () => {
    expect(await driver().probe()).toMatchObject({
      ok: true,
      version: expect.any(String),
      latencyMs: expect.any(Number),
    });
  });

  test('client keys come, are admitted, stay when asked for again, and go; foreign ones stay', async () => {
    await wire().put('api-keys', [keeper, ' spaced ']);
    const subject = driver();
    const add: Change<'client-keys'> = {
      kind: 'ensure-present',
      naturalKey: 'sk-test-new',
      spec: { key: 'sk-test-new' },
      clear: [],
    };
    expect(await subject.apply('client-keys', [add], await observed(subject, 'client-keys'))).toEqual({
      outcome: 'applied',
      writes: 1,
    });
    expect(await eventually(async () => (await subject.admits('sk-test-new')) === true)).toBe(true);
    expect(await subject.apply('client-keys', [add], await observed(subject, 'client-keys'))).toEqual({
      outcome: 'applied',
      writes: 0,
    });
    const drop: Change<'client-keys'> = { kind: 'ensure-absent', naturalKey: 'sk-test-new' };
    expect(await subject.apply('client-keys', [drop], await observed(subject, 'client-keys'))).toEqual({
      outcome: 'applied',
      writes: 1,
    });
    expect(await eventually(async () => (await subject.admits('sk-test-new')) === false)).toBe(true);
    expect(await wire().clientKeys()).toEqual([keeper, ' spaced ']);
  });

  test('the last client keys are never taken away', async () => {
    await wire().put('api-keys', [keeper]);
    const subject = driver();
    const base = await observed(subject, 'client-keys');
    const outcome = await subject.apply('client-keys', [{ kind: 'ensure-absent', naturalKey: keeper }], base);
    expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'would_open_gateway' }, writes: 0 });
    expect(await wire().clientKeys()).toEqual([keeper]);
  });

  test('provider keys of several families come in one write a list, become live, and are stable', async () => {
    const stranger = { 'api-key': 'sk-test-stranger', priority: 7, 'proxy-url': 'http://127.0.0.1:1' };
    await wire().put('claude-api-key', [stranger]);
    for (const other of otherLists) await wire().put(other, []);
    const subject = driver();
    const changes = present(subject, [claude, codex]);
    expect(await subject.apply('provider-keys', changes, await observed(subject, 'provider-keys'))).toEqual({
      outcome: 'applied',
      writes: 2,
    });
    const areLive = async () =>
      (await observed(subject, 'provider-keys')).entries.every(({ isLive }) => isLive === true);
    expect(await eventually(areLive)).toBe(true);
    const { entries } = await observed(subject, 'provider-keys');
    expect(entries.map(({ spec }) => spec)).toEqual(expect.arrayContaining([claude, codex]));
    expect(await subject.apply('provider-keys', changes, await observed(subject, 'provider-keys'))).toEqual({
      outcome: 'applied',
      writes: 0,
    });
    expect((await wire().list('claude-api-key'))[0]).toMatchObject(stranger);
    const gone = changes.map(({ naturalKey }): Change<'provider-keys'> => ({ kind: 'ensure-absent', naturalKey }));
    expect(await subject.apply('provider-keys', gone, await observed(subject, 'provider-keys'))).toEqual({
      outcome: 'applied',
      writes: 2,
    });
    expect((await observed(subject, 'provider-keys')).entries.map(({ spec }) => spec.apiKey)).toEqual([
      'sk-test-stranger',
    ]);
  });

  test('an entry takes on new fields, and loses those that are cleared', async () => {
    await wire().put('claude-api-key', [
      { 'api-key': 'sk-test-claude', prefix: 'old', priority: 7, models: [{ name: 'x', alias: 'y' }] },
    ]);
    for (const other of otherLists) await wire().put(other, []);
    const subject = driver();
    const naturalKey = subject.naturalKey('provider-keys', claude);
    const spec: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude', excludedModels: ['b'] };
    const change: Change<'provider-keys'> = { kind: 'ensure-present', naturalKey, spec, clear: ['prefix', 'models'] };
    await subject.apply('provider-keys', [change], await observed(subject, 'provider-keys'));
    await wire().settle();
    expect((await observed(subject, 'provider-keys')).entries.map((entry) => entry.spec)).toEqual([
      { ...spec, priority: 7 },
    ]);
    expect((await wire().list('claude-api-key'))[0]).toMatchObject({ priority: 7 });
    expect(await subject.apply('provider-keys', [change], await observed(subject, 'provider-keys'))).toEqual({
      outcome: 'applied',
      writes: 0,
    });
    await wire().put('claude-api-key', []);
  });

  test('custom providers come, are live, offer their models, and go', async () => {
    await wire().put('api-keys', [keeper]);
    await wire().put('openai-compatibility', [{ name: 'theirs', 'base-url': upstream, headers: { 'X-A': '1' } }]);
    const subject = driver();
    const change: Change<'custom-providers'> = { kind: 'ensure-present', naturalKey: 'ours', spec: custom, clear: [] };
    expect(await subject.apply('custom-providers', [change], await observed(subject, 'custom-providers'))).toEqual({
      outcome: 'applied',
      writes: 1,
    });
    const offers = async () => {
      const listed = await subject.listModels(keeper);
      return listed.ok && listed.models.some(({ id, ownedBy }) => id === 'ours-m' && ownedBy === 'ours');
    };
    expect(await eventually(offers)).toBe(true);
    const { entries } = await observed(subject, 'custom-providers');
    expect(entries.find(({ naturalKey }) => naturalKey === 'ours')).toEqual({
      naturalKey: 'ours',
      spec: custom,
      isLive: true,
      copies: 1,
    });
    await subject.apply(
      'custom-providers',
      [{ kind: 'ensure-absent', naturalKey: 'ours' }],
      await observed(subject, 'custom-providers'),
    );
    expect((await wire().list('openai-compatibility')).map(({ name, headers }) => [name, headers])).toEqual([
      ['theirs', { 'X-A': '1' }],
    ]);
  });

  test('a list that somebody else changed is not written', async () => {
    await wire().put('api-keys', [keeper]);
    const subject = driver();
    const base = await observed(subject, 'client-keys');
    await wire().put('api-keys', [keeper, 'sk-test-foreign']);
    const change: Change<'client-keys'> = {
      kind: 'ensure-present',
      naturalKey: 'sk-test-new',
      spec: { key: 'sk-test-new' },
      clear: [],
    };
    expect(await subject.apply('client-keys', [change], base)).toMatchObject({
      outcome: 'rejected',
      problem: { code: 'list_moved' },
    });
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-foreign']);
  });

  test('many writes in a row all arrive and become live', async () => {
    await wire().put('api-keys', [keeper]);
    await wire().put('claude-api-key', []);
    const subject = driver();
    for (let round = 0; round < 6; round += 1) {
      const key = `sk-test-row-${round}`;
      const spec: ProviderKeySpec = { provider: 'claude', apiKey: key };
      const add: Change<'client-keys'> = { kind: 'ensure-present', naturalKey: key, spec: { key }, clear: [] };
      expect((await subject.apply('client-keys', [add], await observed(subject, 'client-keys'))).outcome).toBe(
        'applied',
      );
      expect(
        (await subject.apply('provider-keys', present(subject, [spec]), await observed(subject, 'provider-keys')))
          .outcome,
      ).toBe('applied');
    }
    expect(await eventually(async () => (await subject.admits('sk-test-row-5')) === true)).toBe(true);
    expect(await wire().clientKeys()).toHaveLength(7);
    const areLive = async () =>
      (await wire().list('claude-api-key')).filter((entry) => entry['auth-index']).length === 6;
    expect(await eventually(areLive)).toBe(true);
  });
}

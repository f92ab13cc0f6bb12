import type { Resource } from '@gatehouse/contracts/gateways';
import { expect, test } from 'vitest';
import type { Change, ClientKeySpec, CustomProviderSpec, GatewayDriver, Observation, SpecOf } from '../driver/index.ts';
import { createLitellmDriver } from '../litellm/index.ts';
import { eventually, modelPrefix, type Row, type Wire } from './wire.ts';

async function observed<R extends Resource>(driver: GatewayDriver, resource: R): Promise<Observation<R>> {
  const outcome = await driver.observe(resource);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

/** The port as Gatehouse uses it. */
export function driverContract(wire: () => Wire): void {
  const driver = (managementKey = wire().target.masterKey) =>
    createLitellmDriver({ baseUrl: wire().target.url, managementKey });
  const present = <R extends Resource>(
    subject: GatewayDriver,
    resource: R,
    spec: SpecOf[R],
    clear: (keyof SpecOf[R] & string)[] = [],
  ): Change<R> => ({ kind: 'ensure-present', naturalKey: subject.naturalKey(resource, spec), spec, clear });
  const seenOf = async <R extends Resource>(subject: GatewayDriver, resource: R, spec: SpecOf[R]) => {
    const naturalKey = subject.naturalKey(resource, spec);
    return (await observed(subject, resource)).entries.find((entry) => entry.naturalKey === naturalKey);
  };
  const isAsWanted = <R extends Resource>(subject: GatewayDriver, resource: R, spec: SpecOf[R]) =>
    eventually(async () => {
      const seen = await seenOf(subject, resource, spec);
      return seen !== undefined && subject.agrees?.(resource, seen, spec) === true;
    }, 60_000);
  const apply = async <R extends Resource>(subject: GatewayDriver, resource: R, change: Change<R>) =>
    subject.apply(resource, [change], await observed(subject, resource));
  const custom = (models: string[]): CustomProviderSpec => ({
    name: `${modelPrefix}acme`,
    baseUrl: 'http://127.0.0.1:9/v1',
    apiKeys: ['sk-test-1', 'sk-test-2'],
    models: models.map((name) => ({ name, alias: `${modelPrefix}${name}` })),
  });

  test('a probe names the version', async () => {
    expect(await driver().probe()).toMatchObject({ ok: true, version: expect.stringMatching(/^\d+\.\d+/) });
  });

  test('a wrong master key is refused once and not tried again', async () => {
    const subject = driver('sk-test-wrong');
    expect(await subject.observe('client-keys')).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
    expect(await subject.observe('client-keys')).toMatchObject({ ok: false, problem: { code: 'circuit_open' } });
  });

  test('a limited key comes, changes, loses its limits, and goes', async () => {
    const subject = driver();
    const key = wire().newKey();
    const spec: ClientKeySpec = {
      key,
      models: ['a', 'b'],
      maxBudget: '12.5',
      budgetDuration: '30d',
      rpmLimit: 10,
      tpmLimit: 1000,
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const add = present(subject, 'client-keys', spec);
    expect(await apply(subject, 'client-keys', add)).toMatchObject({ outcome: 'applied', writes: 1 });
    expect(await isAsWanted(subject, 'client-keys', spec)).toBe(true);
    expect(await apply(subject, 'client-keys', add)).toMatchObject({ outcome: 'applied', writes: 0 });
    expect(await subject.admits(key)).toBe(true);

    const changed: ClientKeySpec = { key, models: ['c'], budgetDuration: '30d', rpmLimit: 11 };
    const change = present(subject, 'client-keys', changed, ['maxBudget', 'tpmLimit', 'expiresAt']);
    expect(await apply(subject, 'client-keys', change)).toMatchObject({ outcome: 'applied', writes: 1 });
    expect((await seenOf(subject, 'client-keys', spec))?.spec).toMatchObject({ models: ['c'], rpmLimit: 11 });
    for (const field of ['maxBudget', 'tpmLimit', 'expiresAt'])
      expect((await seenOf(subject, 'client-keys', spec))?.spec).not.toHaveProperty(field);

    const drop: Change<'client-keys'> = { kind: 'ensure-absent', naturalKey: add.naturalKey };
    expect(await apply(subject, 'client-keys', drop)).toMatchObject({ outcome: 'applied', writes: 1 });
    expect(await seenOf(subject, 'client-keys', spec)).toBeUndefined();
    expect(await apply(subject, 'client-keys', drop)).toMatchObject({ outcome: 'applied' });
    expect(await eventually(async () => (await subject.admits(key)) === false, 70_000)).toBe(true);
  }, 150_000);

  test('a key is blocked and unblocked, and keeps what others put on it', async () => {
    const subject = driver();
    const key = wire().newKey();
    const open: ClientKeySpec = { key };
    const blocked: ClientKeySpec = { key, isBlocked: true };
    await apply(subject, 'client-keys', present(subject, 'client-keys', open));
    await wire().send('POST', '/key/update', { key, max_parallel_requests: 7, metadata: { theirs: 1 } });
    await apply(subject, 'client-keys', present(subject, 'client-keys', blocked));
    expect(await isAsWanted(subject, 'client-keys', blocked)).toBe(true);
    expect(await eventually(async () => (await subject.admits(key)) === false, 70_000)).toBe(true);
    await apply(subject, 'client-keys', present(subject, 'client-keys', open, ['isBlocked']));
    expect(await eventually(async () => (await subject.admits(key)) === true, 70_000)).toBe(true);
    const info = await wire().info(key);
    expect(info).toMatchObject({ max_parallel_requests: 7 });
    expect(info.metadata).toMatchObject({ theirs: 1 });
  }, 150_000);

  test('a key that is born blocked admits nobody', async () => {
    const subject = driver();
    const spec: ClientKeySpec = { key: wire().newKey(), isBlocked: true };
    await apply(subject, 'client-keys', present(subject, 'client-keys', spec));
    expect(await isAsWanted(subject, 'client-keys', spec)).toBe(true);
    expect(await subject.admits(spec.key)).toBe(false);
  });

  test('no models is never sent as an empty list', async () => {
    const subject = driver();
    expect(subject.normalise('client-keys', { key: wire().newKey(), models: [] })).toMatchObject({ ok: false });
    const key = wire().newKey();
    await apply(subject, 'client-keys', present(subject, 'client-keys', { key, models: ['a'] }));
    await apply(subject, 'client-keys', present(subject, 'client-keys', { key }, ['models']));
    expect((await wire().info(key)).models).toEqual(['all-proxy-models']);
    expect((await seenOf(subject, 'client-keys', { key }))?.spec).not.toHaveProperty('models');
  });

  test('a custom provider comes, offers its models, changes them without a gap, and goes', async () => {
    const subject = driver();
    const first = custom(['one', 'two']);
    expect(await apply(subject, 'custom-providers', present(subject, 'custom-providers', first))).toMatchObject({
      outcome: 'applied',
      writes: 4,
    });
    expect(await isAsWanted(subject, 'custom-providers', first)).toBe(true);
    const offers = async () => {
      const listed = await subject.listModels(null);
      return listed.ok && listed.models.some(({ id }) => id === `${modelPrefix}two`);
    };
    expect(await eventually(offers, 60_000)).toBe(true);

    const second = custom(['two', 'three']);
    expect(await apply(subject, 'custom-providers', present(subject, 'custom-providers', second))).toMatchObject({
      outcome: 'applied',
      writes: 4,
    });
    expect(await isAsWanted(subject, 'custom-providers', second)).toBe(true);

    const naturalKey = subject.naturalKey('custom-providers', second);
    expect(await apply(subject, 'custom-providers', { kind: 'ensure-absent', naturalKey })).toMatchObject({
      outcome: 'applied',
    });
    expect(
      await eventually(async () => (await seenOf(subject, 'custom-providers', second)) === undefined, 60_000),
    ).toBe(true);
  }, 200_000);

  test('a model that somebody else moved is put back; theirs stay', async () => {
    const subject = driver();
    const spec = custom(['one']);
    const theirs = `${modelPrefix}${crypto.randomUUID()}`;
    await wire().send('POST', '/model/new', {
      model_name: `${modelPrefix}theirs`,
      litellm_params: { model: 'openai/x', api_base: 'http://127.0.0.1:9/v1', api_key: 'sk-test-theirs' },
      model_info: { id: theirs, note: 'kept' },
    });
    await apply(subject, 'custom-providers', present(subject, 'custom-providers', spec));
    expect(await isAsWanted(subject, 'custom-providers', spec)).toBe(true);
    const ours = (await wire().models()).find(({ model_name }) => model_name === `${modelPrefix}one`);
    await wire().send('PATCH', `/model/${(ours?.model_info as Row | undefined)?.id}/update`, {
      litellm_params: { api_base: 'http://127.0.0.1:10/v1', api_key: 'sk-test-1' },
    });
    const hasMoved = async () => {
      const seen = await seenOf(subject, 'custom-providers', spec);
      return seen !== undefined && subject.agrees?.('custom-providers', seen, spec) === false;
    };
    expect(await eventually(hasMoved, 60_000)).toBe(true);
    await apply(subject, 'custom-providers', present(subject, 'custom-providers', spec));
    expect(await isAsWanted(subject, 'custom-providers', spec)).toBe(true);
    expect(await wire().model(theirs)).toMatchObject({ model_info: { note: 'kept' } });
  }, 200_000);

  test('a provider key stands for every model of its provider, or for those that are named', async () => {
    const subject = driver();
    const every = { provider: 'claude', apiKey: `sk-test-${crypto.randomUUID()}` } as const;
    await apply(subject, 'provider-keys', present(subject, 'provider-keys', every));
    expect(await isAsWanted(subject, 'provider-keys', every)).toBe(true);
    const named = { ...every, models: [{ name: 'claude-opus-5', alias: `${modelPrefix}opus` }] };
    await apply(subject, 'provider-keys', present(subject, 'provider-keys', named));
    expect(await isAsWanted(subject, 'provider-keys', named)).toBe(true);
    const naturalKey = subject.naturalKey('provider-keys', named);
    await apply(subject, 'provider-keys', { kind: 'ensure-absent', naturalKey });
    expect(await eventually(async () => (await seenOf(subject, 'provider-keys', named)) === undefined, 60_000)).toBe(
      true,
    );
  }, 200_000);
}

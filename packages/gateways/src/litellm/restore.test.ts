import type { Resource } from '@gatehouse/contracts/gateways';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayDriver, Observation, RestoreOutcome } from '../driver/index.ts';
import { type LitellmDouble, type Row, startLitellmDouble, versions } from '../litellm-double/index.ts';
import { createLitellmDriver } from './index.ts';

let double: LitellmDouble;
let driver: GatewayDriver;
const token = (digit: string) => digit.repeat(64);
const expires = new Date(Date.now() + 86_400_000).toISOString();

const start = async (version: (typeof versions)[number]) => {
  double = await startLitellmDouble({ version });
  driver = createLitellmDriver({ baseUrl: double.url, managementKey: double.masterKey, timeoutMs: 500 });
  double.addTeam('blue');
  double.editAsForeigner(({ keys, models }) => {
    const row = { models: ['a'], max_budget: 5, metadata: { note: 'x' }, team_id: 'blue', expires, spend: 1 };
    keys.set(token('1'), { token: token('1'), key_alias: 'one', ...row });
    keys.set(token('2'), { token: token('2'), key_alias: 'two', models: [] });
    models.push(deployment('m1', 'first'), deployment('m2', 'second'));
  });
};
const deployment = (id: string, name: string): Row => ({
  model_name: name,
  litellm_params: { model: 'openai/x', api_base: 'https://a.example', api_key: 'sk-test-theirs', rpm: 7 },
  model_info: { id },
});
beforeEach(() => start('1.92'));
afterEach(() => double.stop());

async function observed<R extends Resource>(resource: R): Promise<Observation<R>> {
  const outcome = await driver.observe(resource);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}

/** Restores as it is done for people: until nothing is left to write. */
async function restored(resource: Resource, was: Observation, isOurs = (_: string) => false): Promise<RestoreOutcome> {
  const lists = was.raw?.() ?? [];
  for (let round = 0; round < 3; round += 1) {
    const outcome = await driver.restore?.(resource, lists, isOurs, await observed(resource));
    if (!outcome) throw new Error('A LiteLLM can restore.');
    if (outcome.outcome !== 'applied' || outcome.writes === 0) return outcome;
  }
  throw new Error('It goes on writing.');
}

describe('keys of others', () => {
  it.each(versions)('get back what they were limited to (%s)', async (version) => {
    double.setVersion(version);
    const was = await observed('client-keys');
    double.editAsForeigner(({ keys }) => {
      Object.assign(keys.get(token('1')) ?? {}, { models: [], max_budget: 900, metadata: {}, team_id: null });
      Object.assign(keys.get(token('1')) ?? {}, { expires: null, blocked: true });
      Object.assign(keys.get(token('2')) ?? {}, { models: ['b'], rpm_limit: 3, key_alias: 'zwei' });
    });
    expect(await restored('client-keys', was)).toMatchObject({ outcome: 'applied', unrestored: [] });
    const [one, two] = double.keys();
    expect(one).toMatchObject({
      models: ['a'],
      max_budget: 5,
      metadata: { note: 'x' },
      team_id: 'blue',
      blocked: false,
    });
    expect(Math.abs(Date.parse(String(one?.expires)) - Date.parse(expires))).toBeLessThan(120_000);
    expect(two).toMatchObject({ models: [], rpm_limit: null, key_alias: 'two' });
  });

  it('that were deleted, or are new, or have a period, are said', async () => {
    const was = await observed('client-keys');
    double.editAsForeigner(({ keys }) => {
      keys.delete(token('1'));
      keys.set(token('3'), { token: token('3'), key_alias: 'three' });
      Object.assign(keys.get(token('2')) ?? {}, { budget_duration: '30d' });
    });
    const outcome = await restored('client-keys', was);
    expect(outcome.unrestored).toEqual([
      { name: 'three', reason: expect.stringContaining('stays') },
      { name: 'one', reason: expect.stringContaining('deleted') },
      { name: 'two', reason: expect.stringContaining('period') },
    ]);
    expect(double.keys().map((row) => row.key_alias)).toEqual(['two', 'three']);
  });

  it('leave ours alone, and say when an answer was lost', async () => {
    const was = await observed('client-keys');
    double.editAsForeigner(({ keys }) => Object.assign(keys.get(token('1')) ?? {}, { max_budget: 900 }));
    expect(await restored('client-keys', was, (key) => key === token('1'))).toMatchObject({ writes: 0 });
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: '/key/update' });
    const lists = was.raw?.() ?? [];
    const outcome = await driver.restore?.('client-keys', lists, () => false, await observed('client-keys'));
    expect(outcome).toMatchObject({ outcome: 'unknown', writes: 1 });
    expect(await restored('client-keys', was)).toMatchObject({ outcome: 'applied', writes: 0 });
    expect(double.keys()[0]).toMatchObject({ max_budget: 5 });
  });
});

describe('models of others', () => {
  it('get back name, upstream and limits, and keep their credential', async () => {
    const was = await observed('custom-providers');
    expect(JSON.stringify(was.raw?.())).not.toContain('sk-test-theirs');
    double.editAsForeigner(({ models }) => {
      for (const row of models) Object.assign(row, { model_name: 'renamed' });
      Object.assign(models[0]?.litellm_params as Row, { model: 'openai/y', rpm: 1 });
    });
    expect(await restored('custom-providers', was)).toMatchObject({ outcome: 'applied', unrestored: [] });
    expect(double.models()).toEqual([deployment('m1', 'first'), deployment('m2', 'second')]);
  });

  it('that were removed, moved or added are said', async () => {
    const was = await observed('custom-providers');
    double.editAsForeigner(({ models }) => {
      models.shift();
      Object.assign(models[0]?.litellm_params as Row, { api_base: 'https://b.example' });
      models.push(deployment('m3', 'third'));
    });
    expect((await restored('custom-providers', was)).unrestored).toEqual([
      { name: 'third', reason: expect.stringContaining('stays') },
      { name: 'first', reason: expect.stringContaining('removed') },
      { name: 'second', reason: expect.stringContaining('address') },
    ]);
    expect(double.models().map((row) => row.model_name)).toEqual(['second', 'third']);
  });
});

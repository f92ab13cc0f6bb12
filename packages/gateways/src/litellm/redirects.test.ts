import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, GatewayDriver, ProviderKeySpec } from '../driver/index.ts';
import { type LitellmDouble, type Row, startLitellmDouble, versions } from '../litellm-double/index.ts';
import { createLitellmDriver } from './index.ts';

// Somebody sends a deployment of ours, and with it the key, to an address of theirs.

let double: LitellmDouble;
let driver: GatewayDriver;

beforeEach(async () => {
  double = await startLitellmDouble({ version: '1.92' });
  driver = createLitellmDriver({ baseUrl: double.url, managementKey: double.masterKey, timeoutMs: 500 });
});
afterEach(() => double.stop());

const named: ProviderKeySpec = {
  provider: 'claude',
  apiKey: 'sk-test-claude',
  models: [{ name: 'claude-opus-5', alias: 'big' }],
};
const every: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude' };

async function seen() {
  const outcome = await driver.observe('provider-keys');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.observation;
}
async function put(spec: ProviderKeySpec) {
  const naturalKey = driver.naturalKey('provider-keys', spec);
  const change: Change<'provider-keys'> = { kind: 'ensure-present', naturalKey, spec, clear: [] };
  return driver.apply('provider-keys', [change], await seen());
}
async function isAsWanted(spec: ProviderKeySpec): Promise<boolean> {
  const { entries } = await seen();
  const naturalKey = driver.naturalKey('provider-keys', spec);
  return entries.some((entry) => entry.naturalKey === naturalKey && driver.agrees?.('provider-keys', entry, spec));
}
const redirect = (params: Row) =>
  double.editAsForeigner(({ models }) => {
    for (const row of models) Object.assign(row.litellm_params as Row, params);
  });
const params = () => double.models().map((row) => row.litellm_params as Row);
const theirs = { api_base: 'https://theirs.example' };

const redirects: Row[] = [
  theirs,
  { base_url: 'https://theirs.example' },
  { api_version: '2099-01-01' },
  { custom_llm_provider: 'openai' },
  { headers: { 'x-to': 'theirs' } },
  { extra_headers: { 'x-to': 'theirs' } },
  { proxy_url: 'http://theirs.example:8080' },
  { use_litellm_proxy: true },
  { litellm_credential_name: 'theirs' },
  { configurable_clientside_auth_params: ['api_base'] },
  { ssl_verify: false },
];

describe('a field that sends our key elsewhere', () => {
  it.each(redirects)('%o is found and gone again, once', async (field) => {
    await put(named);
    redirect(field);
    expect(await isAsWanted(named)).toBe(false);
    expect(await put(named)).toMatchObject({ outcome: 'applied' });
    expect(params()).toEqual([{ model: 'anthropic/claude-opus-5', api_key: 'sk-test-claude' }]);
    expect(await isAsWanted(named)).toBe(true);
    expect(await put(named)).toEqual(expect.objectContaining({ outcome: 'applied', writes: 0 }));
  });

  it.each(versions)('goes from a key for all models as well, again and again (%s)', async (version) => {
    double.setVersion(version);
    await put(every);
    for (let time = 0; time < 3; time += 1) {
      redirect(theirs);
      await put(every);
      expect([params(), await isAsWanted(every)]).toEqual([
        [{ model: 'anthropic/*', api_key: 'sk-test-claude' }],
        true,
      ]);
    }
  });

  it('is found in a key for all models that somebody made one to another upstream', async () => {
    await put(every);
    redirect({ model: 'openai/*' });
    expect(await isAsWanted(every)).toBe(false);
    await put(every);
    expect([params(), await isAsWanted(every)]).toEqual([[{ model: 'anthropic/*', api_key: 'sk-test-claude' }], true]);
  });

  it('is not seen in what LiteLLM itself fills in, nor in what belongs to others', async () => {
    await put(named);
    redirect({ custom_llm_provider: 'anthropic', use_litellm_proxy: false, api_version: null, headers: {}, rpm: 7 });
    expect(await isAsWanted(named)).toBe(true);
  });
});

describe('a replaced deployment', () => {
  beforeEach(async () => {
    await put(named);
    redirect(theirs);
    double.clearJournal();
  });
  const writes = () => double.writes().map(({ path }) => path);

  it('is made and read back before the old one goes', async () => {
    await put(named);
    const calls = double.requests().map(({ method, path }) => `${method} ${path}`);
    expect(calls.slice(-3)).toEqual(['POST /model/new', 'GET /model/info', 'POST /model/delete']);
  });

  it.each(['/model/new', '/model/delete'])('ends well where the answer of %s is lost', async (path) => {
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path });
    expect(await put(named)).toMatchObject({ outcome: 'unknown' });
    expect(params().some((one) => one.api_base === undefined)).toBe(true);
    await put(named);
    expect([params().length, await isAsWanted(named)]).toEqual([1, true]);
    expect(await put(named)).toMatchObject({ outcome: 'applied', writes: 0 });
  });

  it('keeps the old one until the new one is loaded', async () => {
    double.setLags({ routerMs: 60_000 });
    expect(await put(named)).toMatchObject({ outcome: 'unknown', problem: { code: 'not_live' }, writes: 1 });
    expect(await put(named)).toMatchObject({ outcome: 'rejected', problem: { code: 'not_live' }, writes: 0 });
    expect(writes()).toEqual(['/model/new', '/model/new']);
    expect(double.models()).toHaveLength(2);
  });

  it('collapses with the other one of it, also where both were changed', async () => {
    double.faults.add({ fault: { kind: 'status', status: 500 }, path: '/model/delete' });
    await put(named);
    expect(double.models()).toHaveLength(2);
    redirect(theirs);
    await put(named);
    expect([params(), await isAsWanted(named)]).toEqual([
      [{ model: 'anthropic/claude-opus-5', api_key: 'sk-test-claude' }],
      true,
    ]);
  });

  it('goes with its entry', async () => {
    await put(named);
    const naturalKey = driver.naturalKey('provider-keys', named);
    await driver.apply('provider-keys', [{ kind: 'ensure-absent', naturalKey }], await seen());
    expect(double.models()).toEqual([]);
  });
});

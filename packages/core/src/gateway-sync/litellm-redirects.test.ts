import type { LitellmDouble, Row } from '@gatehouse/gateways/litellm-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { listGatewayEvents, updateGateway } from '../gateways/index.ts';
import { contributeProviderKey, listProviderKeys } from '../provider-keys/index.ts';
import { createTestLitellm, type TestLitellm } from '../testing/litellm.ts';
import { converge } from './index.ts';

// Somebody sends a contributed key to an address of theirs, by fields that Gatehouse never set.

let rig: TestLitellm;
let double: LitellmDouble;
let id: string;
let asOwner: Context;
let asAda: Context;

beforeEach(async () => {
  rig = await createTestLitellm();
  ({ double, gatewayId: id, asOwner, asAda } = rig);
  await contributeProviderKey(asAda, {
    provider: 'claude',
    name: 'Mine',
    apiKey: 'sk-test-claude-canary',
    models: [{ name: 'claude-opus-5', alias: 'big' }],
    waitMs: 0,
  });
  await contributeCustomProvider(asAda, {
    name: 'acme',
    displayName: 'Acme',
    baseUrl: 'https://acme.example/v1',
    apiKey: 'sk-test-acme-canary',
    models: [{ name: 'acme-large', alias: 'large' }],
    waitMs: 0,
  });
  await rig.settle();
  redirect();
  double.clearJournal();
});
afterEach(() => rig.destroy());

const ours = ['big', 'large'];
const redirect = () =>
  double.editAsForeigner(({ models }) => {
    const found = models.filter(({ model_name }) => ours.includes(String(model_name)));
    const [first, second] = found.map((row) => row.litellm_params as Row);
    Object.assign(first ?? {}, { api_base: 'https://theirs.example' });
    Object.assign(second ?? {}, { extra_headers: { 'x-to': 'theirs' } });
  });
const held = () =>
  new Map(
    double
      .models()
      .filter(({ model_name }) => ours.includes(String(model_name)))
      .map(({ model_name, litellm_params }) => [model_name, litellm_params]),
  );
const wanted = new Map<unknown, unknown>([
  ['big', { model: 'anthropic/claude-opus-5', api_key: 'sk-test-claude-canary' }],
  [
    'large',
    {
      model: 'openai/acme-large',
      api_key: 'sk-test-acme-canary',
      api_base: 'https://acme.example/v1',
      custom_llm_provider: 'openai',
    },
  ],
]);

async function expectNoIdleWrites(): Promise<void> {
  double.clearJournal();
  await converge(rig.services, id);
  await converge(rig.services, id);
  expect(double.writes()).toEqual([]);
}

describe('a contributed key that somebody sends elsewhere', () => {
  it('is sent where it belongs again within two passes, and then nothing is written any more', async () => {
    const theirs = double.models().filter(({ model_name }) => !ours.includes(String(model_name)));
    await converge(rig.services, id);
    await converge(rig.services, id);
    expect(held()).toEqual(wanted);
    expect(double.models()).toHaveLength(4);
    expect(double.models()).toEqual(expect.arrayContaining(theirs));
    await expectNoIdleWrites();
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', action: 'repaired' },
      { kind: 'changed', action: 'repaired' },
    ]);
  });

  it.each(['/model/new', '/model/delete'])('also where the answer of %s is lost', async (path) => {
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'POST', path });
    await rig.settle();
    expect([held(), double.models().length]).toEqual([wanted, 4]);
    expect(await listProviderKeys(asAda, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
    await expectNoIdleWrites();
  });

  it('is only reported where the policy says so', async () => {
    await updateGateway(asOwner, { id, policy: 'report' });
    await expectNoIdleWrites();
    expect(await listGatewayEvents(asOwner, { id, limit: 50 })).toMatchObject([
      { kind: 'changed', action: 'reported' },
      { kind: 'changed', action: 'reported' },
    ]);
  });
});

import { overrideModelInput } from '@gatehouse/contracts/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { contributeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/index.ts';
import { catalogueOf, listModels, overrideModel, refreshModelMetadata } from './index.ts';
import { packagedMetadata } from './metadata/packaged.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await createTestGateway();
  const member = gateway.contextOf(await gateway.createUser({ role: 'member' }));
  await contributeProviderKey(member, { provider: 'claude', name: 'Key', apiKey: 'sk-test-catalogue', waitMs: 0 });
  await contributeCustomProvider(member, {
    name: 'local',
    displayName: 'Local',
    baseUrl: 'https://models.example/v1',
    apiKey: 'sk-test-custom',
    models: [{ name: 'upstream', alias: 'gpt-5', displayName: 'Our GPT', maxContextLength: 12_345 }],
    waitMs: 0,
  });
  await gateway.settle();
});
afterAll(() => gateway?.destroy());

const admin = async () => gateway.contextOf(await gateway.createUser({ role: 'admin' }));
const modelOf = async (id: string) =>
  (await catalogueOf(gateway.services, gateway.gateway.id)).find((model) => model.id === id);
const override = async (input: object) =>
  overrideModel(await admin(), overrideModelInput.parse({ gatewayId: gateway.gateway.id, ...input }));

describe('what is known of a model', () => {
  it('comes from the packaged metadata, and above it from who contributed the model', async () => {
    expect(await modelOf('gpt-5')).toMatchObject({
      displayName: 'Our GPT',
      contextLimit: 12_345,
      hasReasoning: true,
      price: packagedMetadata.models['gpt-5']?.price,
      overridden: [],
    });
  });

  it('is what an administrator sets, until that is reset', async () => {
    expect(await override({ modelId: 'gpt-5', metadata: { kind: 'other', outputLimit: 99 } })).toMatchObject({
      kind: 'other',
      outputLimit: 99,
      overridden: ['kind', 'outputLimit'],
    });
    expect(await override({ modelId: 'gpt-5', reset: ['kind'] })).toMatchObject({ kind: 'chat', outputLimit: 99 });
    expect(await override({ modelId: 'gpt-5', reset: ['outputLimit'] })).toMatchObject({ overridden: [] });
    expect(await modelOf('gpt-5')).toMatchObject({ kind: 'chat', displayName: 'Our GPT' });
  });

  it('cannot be set for a model that is not offered, nor by a member', async () => {
    await expect(override({ modelId: 'nothing', metadata: { kind: 'chat' } })).rejects.toMatchObject({
      payload: { code: 'not_found' },
    });
    const member = gateway.contextOf(await gateway.createUser({ role: 'member' }));
    const input = overrideModelInput.parse({ gatewayId: gateway.gateway.id, modelId: 'gpt-5', metadata: {} });
    await expect(overrideModel(member, input)).rejects.toMatchObject({ payload: { code: 'forbidden' } });
  });
});

describe('refreshModelMetadata', () => {
  const renamed = Object.fromEntries(
    Object.entries(packagedMetadata.models).map(([id, metadata]) => [id, { ...metadata, outputLimit: 7 }]),
  );
  const refresh = (read: Parameters<typeof refreshModelMetadata>[1]['read']) =>
    refreshModelMetadata(gateway.services, { source: 'models.example', read });

  it('keeps what it had if the answer is missing or far too small', async () => {
    expect(await refresh(async () => ({ ok: false, message: 'it could not be read' }))).toEqual({ isChanged: false });
    expect(await refresh(async () => ({ ok: true, models: {} }))).toEqual({ isChanged: false });
    expect((await modelOf('gpt-5'))?.outputLimit).toBe(packagedMetadata.models['gpt-5']?.outputLimit);
  });

  it('takes a whole answer at once, says where it is from, and writes nothing if it is the same', async () => {
    const read = async () => ({ ok: true as const, models: renamed });
    expect(await refresh(read)).toEqual({ isChanged: true });
    expect((await modelOf('gpt-5'))?.outputLimit).toBe(7);
    expect((await listModels(await admin(), {})).metadata.source).toBe('models.example');
    expect(await refresh(read)).toEqual({ isChanged: false });
  });
});

import type { UserActor } from '@gatehouse/core/actor';
import { createClientKey, revokeClientKey, updateClientKey } from '@gatehouse/core/client-keys';
import { contributeProviderKey } from '@gatehouse/core/provider-keys';
import { createTestGateway, type TestGateway } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, startTestApi, type TestApi } from '../testing/index.ts';

let gateway: TestGateway;
let api: TestApi;
let member: UserActor;
let key: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  api = await startTestApi(gateway.services);
  member = await gateway.createUser({ role: 'member' });
  const context = gateway.contextOf(member);
  await contributeProviderKey(context, { provider: 'claude', name: 'Key', apiKey: 'sk-test-remote', waitMs: 0 });
  key = (await createClientKey(context, { name: 'Laptop', waitMs: 0 })).key;
  await gateway.settle();
});
afterAll(async () => {
  await api?.close();
  await gateway?.destroy();
});

const opencode = '/api/v1/remote/opencode.json';
const registry = '/api/v1/remote/registry/api.json';
const get = (path: string, bearerKey?: string, headers: Record<string, string> = {}) =>
  api.fetch(path, {
    headers: { ...headers, ...(bearerKey === undefined ? {} : { authorization: `Bearer ${bearerKey}` }) },
  });

describe('what coding agents fetch by themselves', () => {
  it('tells OpenCode how to get the key and where the configuration is, and is nobody’s', async () => {
    const response = await get('/.well-known/opencode');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      auth: { command: ['gatehouse', 'token', '--url', 'http://localhost:3000'], env: 'GATEHOUSE_API_KEY' },
      config: {},
      remote_config: {
        url: 'http://localhost:3000/api/v1/remote/opencode.json',
        headers: { Authorization: 'Bearer {env:GATEHOUSE_API_KEY}' },
      },
    });
  });

  it('gives the configuration to who holds the client key, without the key in it', async () => {
    const text = await (await get(opencode, key)).text();
    expect(JSON.parse(text)).toMatchObject({
      provider: { gatehouse: { options: { apiKey: '{env:GATEHOUSE_API_KEY}' } } },
    });
    expect(text).not.toContain(key);
  });

  it('gives the models by protocol, as a registry', async () => {
    const text = await (await get(registry, key)).text();
    const providers = Object.values(JSON.parse(text) as Record<string, { type: string; models: object }>);
    expect(providers.length).toBeGreaterThan(0);
    for (const { type, models } of providers) {
      expect(['openai', 'openai_responses', 'anthropic', 'google-genai']).toContain(type);
      for (const model of Object.values(models))
        expect(model).toMatchObject({ id: expect.any(String), limit: { context: expect.any(Number) } });
    }
    expect(text).not.toContain(key);
  });

  it('answers 304 to who has it already, and asks neither database nor gateway for that', async () => {
    const etag = (await get(opencode, key)).headers.get('etag') ?? '';
    const before = [gateway.statementCount(), gateway.callCount()];
    expect((await get(opencode, key, { 'if-none-match': etag })).status).toBe(304);
    expect([gateway.statementCount(), gateway.callCount()]).toEqual(before);
  });

  it('never refuses: without a key, or with one that is not good, there is nothing in it', async () => {
    for (const bad of [undefined, 'sk-gh-', `sk-gh-${'x'.repeat(43)}`, 'Bearer', `${key}x`]) {
      const [config, models] = await Promise.all([get(opencode, bad), get(registry, bad)]);
      expect([config.status, await config.json(), models.status, await models.json()]).toEqual([200, {}, 200, {}]);
    }
    expect((await api.fetch(opencode, { method: 'POST' })).status).toBe(405);
  });

  it('does not take an access token for a client key, nor a client key for a session', async () => {
    const asToken = await api.fetch(opencode, { as: bearer(member, ['bundle']) });
    expect(await asToken.json()).toEqual({});
    expect((await api.call('clientKeys.list', { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
  });

  it('ends at once with the key: blocked, and given back, and revoked', async () => {
    const context = gateway.contextOf(member);
    const made = await createClientKey(context, { name: 'Second', waitMs: 0 });
    const isGiven = async () => Object.keys((await (await get(opencode, made.key)).json()) as object).length > 0;
    expect(await isGiven()).toBe(true);
    const { id, version } = made.clientKey;
    await updateClientKey(context, { id, version, isBlocked: true, waitMs: 0 });
    expect(await isGiven()).toBe(false);
    await revokeClientKey(context, { id, waitMs: 0 });
    expect(await isGiven()).toBe(false);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { editedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import type { Role } from '@gatehouse/contracts/permissions';
import type { UserActor } from '@gatehouse/core/actor';
import { updateBundleChoices } from '@gatehouse/core/bundle-choices';
import { createClientKey } from '@gatehouse/core/client-keys';
import { contributeCustomProvider } from '@gatehouse/core/custom-providers';
import { contributeProviderKey } from '@gatehouse/core/provider-keys';
import { createHmac, createSealer, parseSecretKeys } from '@gatehouse/core/secrets';
import { previewShare, publishShare, subscribeToShare } from '@gatehouse/core/sharing';
import { createTestGateway, databaseText, type TestGateway } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, browser, dashboard, startTestApi, type TestApi } from '../testing/index.ts';
import { harmlessInputs } from '../testing/inputs.ts';
import { allProcedures } from '../testing/procedures.ts';

const pepper = randomBytes(32);
const sealingKey = randomBytes(32);
const canaries = {
  managementKey: 'sk-test-canary-management-key',
  providerKey: 'sk-test-canary-provider-key',
  customProviderKey: 'sk-test-canary-custom-provider-key',
  header: 'sk-test-canary-header-value',
  proxyPassword: 'sk-test-canary-proxy-password',
  chosenVariable: 'sk-test-canary-value-of-a-variable',
  password: 'canary correct horse battery',
  pepper: pepper.toString('base64'),
  sealingKey: sealingKey.toString('base64'),
};
const givenAway: Record<string, string> = {};

let gateway: TestGateway;
let api: TestApi;
let alice: UserActor;
const ids: Record<string, string> = {};

beforeAll(async () => {
  gateway = await createTestGateway(
    { managementKey: canaries.managementKey },
    {
      hmac: createHmac(pepper),
      sealer: createSealer(parseSecretKeys(sealingKey.toString('base64'))),
      rateLimits: { consume: async () => {} },
    },
  );
  api = await startTestApi(gateway.services);
  alice = await gateway.createUser({ role: 'member', name: 'Alice', password: canaries.password });
  const context = gateway.contextOf(alice);
  const key = await contributeProviderKey(context, {
    provider: 'claude',
    name: 'Alice’s key',
    apiKey: canaries.providerKey,
    headers: [{ name: 'X-Secret', value: canaries.header }],
    proxyUrl: `http://alice:${canaries.proxyPassword}@proxy.example.com:3128`,
    waitMs: 0,
  });
  const provider = await contributeCustomProvider(context, {
    name: 'alices',
    displayName: 'Alice’s provider',
    baseUrl: 'https://upstream.example.com/v1',
    apiKey: canaries.customProviderKey,
    headers: [{ name: 'X-Secret', value: canaries.header }],
    isShared: true,
    models: [{ name: 'one', alias: 'one' }],
    waitMs: 0,
  });
  const created = await createClientKey(context, { name: 'Laptop', waitMs: 0 });
  givenAway.aliceClientKey = created.key;
  await gateway.settle();
  const share = await shareWithSecret(context);
  Object.assign(ids, { key: key.id, provider: provider.id, clientKey: created.clientKey.id, ...share });
});
afterAll(async () => {
  await api?.close();
  await gateway?.destroy();
});

/** Choices with a secret value, published, and followed by somebody who has agreed to everything. */
async function shareWithSecret(context: ReturnType<TestGateway['contextOf']>) {
  const choices = editedBundleChoices.parse({
    defaultModel: 'one',
    mcpServers: {
      tools: { type: 'local', command: ['run-tools'], environment: { TOOL_VALUE: canaries.chosenVariable } },
    },
  });
  const { version } = await updateBundleChoices(context, { version: 0, choices });
  const { share } = await publishShare(context, { name: 'Alice’s choices', choicesVersion: version });
  const code = (share.code ?? '').replace('-', '');
  const follower = gateway.contextOf(await gateway.createUser({ role: 'member' }));
  const { parts } = await previewShare(follower, { code });
  await subscribeToShare(follower, { code, consents: parts.map(({ hash }) => hash) });
  return { share: share.id, code, part: parts[0]?.hash ?? '' };
}

/** As it is and as it would look in another notation. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  createHash('sha256').update(secret).digest('hex'),
];

function expectNone(text: string, secrets: Record<string, string>, where: string): void {
  const found = Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
  expect({ where, found }).toEqual({ where, found: [] });
}

const sameServer = { type: 'local', command: ['run-tools'], environment: { TOOL_VALUE: null } };

/** Asks for what is really there: everybody's lists, the real gateway, the real keys. */
function inputsFor(path: string): unknown[] {
  const real: Record<string, unknown> = {
    'auth.verifyPassword': { email: alice.email, password: canaries.password },
    'auth.endSession': undefined,
    'gateways.entries': { id: gateway.gateway.id },
    'gateways.update': { id: gateway.gateway.id, name: 'Renamed' },
    'gateways.sync': { id: gateway.gateway.id },
    'gateways.events': { id: gateway.gateway.id },
    'gateways.plan': { id: gateway.gateway.id },
    'gateways.unmanaged': { id: gateway.gateway.id },
    'gateways.snapshots': { id: gateway.gateway.id },
    'gateways.applyPlan': { id: gateway.gateway.id },
    'gateways.rebuild': { id: gateway.gateway.id },
    'gateways.probe': {
      kind: 'cliproxyapi',
      baseUrl: gateway.double.url,
      managementKey: canaries.managementKey,
    },
    'gateways.create': {
      name: 'Second',
      kind: 'cliproxyapi',
      baseUrl: `${gateway.double.url}/nowhere`,
      managementKey: canaries.managementKey,
    },
    'providerKeys.list': { scope: 'all' },
    'customProviders.list': { scope: 'all' },
    'clientKeys.list': { scope: 'all' },
    'usage.summary': { from: '2026-01-01', to: '2026-12-31', scope: 'all', groupBy: 'client-key' },
    'providerKeys.update': { id: ids.key, version: 1, name: 'Renamed', headers: [{ name: 'X-Secret' }] },
    'customProviders.update': { id: ids.provider, version: 1, displayName: 'Renamed', apiKeys: [{ keep: 0 }] },
    'providerKeys.contribute': { provider: 'claude', name: 'Again', apiKey: canaries.providerKey },
    'customProviders.contribute': {
      name: 'alices',
      displayName: 'Again',
      baseUrl: 'https://upstream.example.com/v1',
      apiKey: canaries.customProviderKey,
      models: [{ name: 'one', alias: 'one' }],
    },
    'clientKeys.create': { name: 'Mine' },
    'bundles.preview': { format: 'opencode' },
    'users.update': { id: alice.userId, isActive: true },
    'bundleChoices.update': { version: 1, choices: { mcpServers: { tools: sameServer } } },
    'gatewayExclusions.get': { gatewayId: gateway.gateway.id },
    'sharing.get': { id: ids.share },
    'sharing.draft': { id: ids.share },
    'sharing.diff': { id: ids.share, from: 0, to: 1 },
    'sharing.publish': { id: ids.share, choicesVersion: 1 },
    'sharing.preview': { code: ids.code },
    'sharing.subscribe': { code: ids.code, consents: [ids.part] },
    'audit.list': { limit: 200 },
  };
  const harmless = harmlessInputs[path];
  return path in real ? [real[path], harmless] : [harmless];
}

/** Reading first, then changing; what ends things comes last. */
const inOrder = [...allProcedures]
  .filter(({ type }) => type !== 'subscription')
  .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
function rank({ type, path }: { type: string; path: string }): number {
  if (type === 'query') return 0;
  return /remove|revoke|end|claim/.test(path) ? 2 : 1;
}

async function callEverything(as: Parameters<TestApi['call']>[1] & object, secrets: Record<string, string>) {
  for (const { path, type } of inOrder) {
    if (type === 'subscription') continue;
    for (const input of inputsFor(path)) {
      const { text } = await api.call(path, { ...as, type, ...(input !== undefined && { input }) });
      expectNone(text, secrets, path);
    }
  }
}

describe('no procedure answers a secret', () => {
  const roles: Role[] = ['member', 'auditor', 'operator', 'admin', 'owner'];
  it.each(roles)('to another person who is %s', async (role) => {
    const actor = await gateway.createUser({ role });
    await callEverything({ as: browser(actor) }, { ...canaries, ...givenAway });
    await callEverything({ as: bearer(actor, ['read', 'write', 'bundle']) }, { ...canaries, ...givenAway });
  });

  it('to the dashboard or to nobody', async () => {
    await callEverything({ as: dashboard }, { ...canaries, ...givenAway });
    await callEverything({}, { ...canaries, ...givenAway });
  });

  it('to its owner, but for the client key in its own bundle', async () => {
    const bundle = await api.call('bundles.preview', { as: browser(alice), input: { format: 'opencode' } });
    expect(bundle.text).toContain(givenAway.aliceClientKey);
    const { chosenVariable, ...others } = canaries;
    await callEverything({ as: browser(alice) }, others);
    for (const path of ['bundleChoices.get', 'sharing.list', 'sharing.draft']) {
      const input = harmlessInputs[path];
      const { text } = await api.call(path, { as: browser(alice), ...(input !== undefined && { input }) });
      expectNone(text, { chosenVariable }, path);
    }
  });

  it('when a thing is removed', async () => {
    const as = browser(alice);
    for (const [path, id] of [
      ['providerKeys.remove', ids.key],
      ['customProviders.remove', ids.provider],
      ['clientKeys.revoke', ids.clientKey],
    ] as const) {
      const { text, error } = await api.call(path, { as, type: 'mutation', input: { id } });
      expect(error).toBeNull();
      expectNone(text, { ...canaries, ...givenAway }, path);
    }
  });
});

describe('no secret lies about', () => {
  it('in the log', () => {
    expectNone(inspect(gateway.logged, { depth: 10 }), { ...canaries, ...givenAway }, 'log');
  });

  it('in the database', async () => {
    expectNone(await databaseText(gateway.services.db), { ...canaries, ...givenAway }, 'database');
  });
});

import { createClientKeyInput } from '@gatehouse/contracts/client-keys';
import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { accountProviders, importAccountInput } from '@gatehouse/contracts/provider-accounts';
import { contributeProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import type { Call, CallName } from '../calls.ts';
import type { Item } from '../script/index.ts';
import type { World } from '../world.ts';

type Named = Omit<Call, 'actor'>;

const addNames: Record<Item['kind'], CallName> = {
  'provider-key': 'contributeProviderKey',
  'custom-provider': 'contributeCustomProvider',
  'client-key': 'createClientKey',
  account: 'importAccount',
};
const takeNames: Record<Item['kind'], CallName> = {
  'provider-key': 'removeProviderKey',
  'custom-provider': 'removeCustomProvider',
  'client-key': 'revokeClientKey',
  account: 'removeAccount',
};

export const takingCall = ({ kind }: Item, id: string, waitMs: number): Named => ({
  name: takeNames[kind],
  input: { id, waitMs },
});

export function addingCall({ gateways, ledger }: World, item: Item, waitMs: number): Named {
  const gateway = gateways[item.gateway];
  const to = { gatewayId: gateway?.id, waitMs };
  const inputs = {
    'provider-key': () =>
      contributeProviderKeyInput.parse({ ...to, ...providerKey(item, gateway?.kind === 'litellm') }),
    'custom-provider': () => {
      const group = ledger.groups[item.number % 4];
      return contributeCustomProviderInput.parse({
        ...to,
        ...customProvider(item),
        ...(group && { groupId: group.id }),
      });
    },
    'client-key': () => createClientKeyInput.parse({ ...to, ...clientKey(item, gateway?.kind === 'litellm') }),
    account: () => importAccountInput.parse({ ...to, ...account(item) }),
  };
  return { name: addNames[item.kind], input: inputs[item.kind]() };
}

export const nameOf = ({ number }: Item): string => `ours-${number}`;

function providerKey(item: Item, isLitellm: boolean) {
  const { number, provider } = item;
  const name = nameOf(item);
  const odd = number % 2 === 1;
  return {
    name,
    provider,
    apiKey: `sk-test-${name}`,
    ...(number % 3 === 0 && { baseUrl: `https://upstream-${number % 5}.example/v1` }),
    ...(odd && { prefix: `team-${number % 7}` }),
    ...(odd && !isLitellm && { excludedModels: ['old-*'] }),
    ...(isLitellm && { models: [{ name: 'upstream', alias: `${name}-large` }] }),
  };
}

function customProvider(item: Item) {
  const name = nameOf(item);
  const apiKeys = Array.from({ length: 1 + (item.number % 3) }, (_, index) => `sk-test-${name}-${index}`);
  return {
    name,
    displayName: name,
    baseUrl: `https://${name}.example/v1`,
    apiKeys,
    models: [{ name: 'upstream', alias: `${name}-large` }],
  };
}

function clientKey(item: Item, isLitellm: boolean) {
  const limits = { rpmLimit: 10 + item.number, maxBudget: String(10 + (item.number % 9)), budgetDuration: '30d' };
  return {
    name: nameOf(item),
    ...(isLitellm && item.number % 2 === 0 && limits),
    ...(item.number % 5 === 0 && { expiresAt: new Date(Date.now() + 3_600_000) }),
  };
}

function account(item: Item) {
  const provider = accountProviders[item.number % accountProviders.length] ?? 'claude';
  const content = JSON.stringify({ type: provider, access_token: 'sk-test-oauth', refresh_token: 'sk-test-oauth' });
  return { provider, name: nameOf(item), content };
}

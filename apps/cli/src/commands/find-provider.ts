import type { Client } from '@gatehouse/client/client';
import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import { Failure } from '../failures/failure.ts';
import { isId, pick } from './pick.ts';

export type Found = { id: string; name: string } & (
  | { kind: 'key'; view: ProviderKeyView }
  | { kind: 'custom'; view: CustomProviderView }
);

/** The provider key or custom provider with this id or name; of others only for whoever may see everybody's. */
export async function findProvider(client: Client, idOrName: string): Promise<Found> {
  const own = named(await readProviders(client, 'own'));
  if (!isId(idOrName) || own.some((each) => each.id === idOrName)) return pick(own, idOrName, 'provider');
  const all = await readProviders(client, 'all').catch(() => null);
  if (!all) {
    throw new Failure('not-found', `You have no provider “${idOrName}”.`, { advice: 'See: gatehouse providers list' });
  }
  return pick(named(all), idOrName, 'provider');
}

export type Providers = { providerKeys: ProviderKeyView[]; customProviders: CustomProviderView[] };

export async function readProviders(client: Client, scope: 'own' | 'all'): Promise<Providers> {
  const [providerKeys, customProviders] = await Promise.all([
    client.providerKeys.list.query({ scope }),
    client.customProviders.list.query({ scope }),
  ]);
  return { providerKeys, customProviders };
}

const named = ({ providerKeys, customProviders }: Providers): Found[] => [
  ...providerKeys.map((view) => ({ id: view.id, name: view.name, kind: 'key' as const, view })),
  ...customProviders.map((view) => ({ id: view.id, name: view.name, kind: 'custom' as const, view })),
];

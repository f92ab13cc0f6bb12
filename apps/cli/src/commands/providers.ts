import type { Client } from '@gatehouse/client/client';
import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { showTable } from '../terminal/table.ts';
import { concludeChange, confirmationWaitMs, shortState } from './entry-state.ts';
import { isId, pick } from './pick.ts';

export async function listProviders(invocation: Invocation, options: { all?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const { providerKeys, customProviders } = await readBoth(client, options.all ? 'all' : 'own');
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ providerKeys, customProviders });
    return 0;
  }
  const rows = [
    ...providerKeys.map((key) => [key.provider, key.name, ...cells(key)]),
    ...customProviders.map((provider) => ['custom', provider.name, ...cells(provider)]),
  ];
  const head = ['PROVIDER', 'NAME', 'KEY', 'STATE', 'GATEWAY', ...(options.all ? ['OWNER'] : []), 'ID'];
  showTable(terminal, head, rows, 'You have contributed no provider. Add one: gatehouse providers add <provider>');
  return 0;

  function cells(view: ProviderKeyView | CustomProviderView): string[] {
    const owner = options.all ? [view.owner?.name ?? ''] : [];
    return [view.masked, shortState(view.state), view.gatewayName, ...owner, view.id];
  }
}

/** Removes a provider key or a custom provider, whichever has this id or name. */
export async function removeProvider(invocation: Invocation, idOrName: string): Promise<number> {
  const { client } = await connect(invocation);
  const found = await find(client, idOrName);
  const input = { id: found.id, waitMs: confirmationWaitMs };
  const { state } = found.isCustom
    ? await client.customProviders.remove.mutate(input)
    : await client.providerKeys.remove.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ id: found.id, state });
  return concludeChange(invocation, `Provider “${found.name}” removed`, state);
}

type Found = { id: string; name: string; isCustom: boolean };

async function find(client: Client, idOrName: string): Promise<Found> {
  const own = named(await readBoth(client, 'own'));
  if (!isId(idOrName) || own.some((each) => each.id === idOrName)) return pick(own, idOrName, 'provider');
  // An id that is not the person's own: only whoever may see everybody's can remove it.
  const all = await readBoth(client, 'all').catch(() => null);
  if (!all) {
    throw new Failure('not-found', `You have no provider “${idOrName}”.`, { advice: 'See: gatehouse providers list' });
  }
  return pick(named(all), idOrName, 'provider');
}

type Both = { providerKeys: ProviderKeyView[]; customProviders: CustomProviderView[] };

async function readBoth(client: Client, scope: 'own' | 'all'): Promise<Both> {
  const [providerKeys, customProviders] = await Promise.all([
    client.providerKeys.list.query({ scope }),
    client.customProviders.list.query({ scope }),
  ]);
  return { providerKeys, customProviders };
}

const named = ({ providerKeys, customProviders }: Both): Found[] => [
  ...providerKeys.map(({ id, name }) => ({ id, name, isCustom: false })),
  ...customProviders.map(({ id, name }) => ({ id, name, isCustom: true })),
];

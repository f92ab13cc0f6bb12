import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { showTable } from '../terminal/table.ts';
import { concludeChange, confirmationWaitMs, shortState } from './entry-state.ts';
import { findProvider, readProviders } from './find-provider.ts';

export async function listProviders(invocation: Invocation, options: { all?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const { providerKeys, customProviders } = await readProviders(client, options.all ? 'all' : 'own');
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
    const state = view.isDisabled && view.state.desired === 'present' ? 'off, ' : '';
    return [view.masked, state + shortState(view.state), view.gatewayName, ...owner, view.id];
  }
}

/** Removes a provider key or a custom provider, whichever has this id or name. */
export async function removeProvider(invocation: Invocation, idOrName: string): Promise<number> {
  const { client } = await connect(invocation);
  const found = await findProvider(client, idOrName);
  const input = { id: found.id, waitMs: confirmationWaitMs };
  const { state } =
    found.kind === 'custom'
      ? await client.customProviders.remove.mutate(input)
      : await client.providerKeys.remove.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ id: found.id, state });
  return concludeChange(invocation, `Provider “${found.name}” removed`, state);
}

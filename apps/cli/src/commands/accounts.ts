import { readFile } from 'node:fs/promises';
import type { Client } from '@gatehouse/client/client';
import {
  type AccountProvider,
  accountProvider,
  accountProviders,
  importAccountInput,
  type ProviderAccountView,
} from '@gatehouse/contracts/provider-accounts';
import { connect } from '../connection/connect.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { Failure } from '../failures/failure.ts';
import { hasCode } from '../files/read.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import { concludeChange, confirmationWaitMs, shortState } from './entry-state.ts';
import { chooseGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';
import { isId, pick } from './pick.ts';

export async function listAccounts(invocation: Invocation, options: { all?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const providerAccounts = await client.providerAccounts.list.query({ scope: options.all ? 'all' : 'own' });
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ providerAccounts });
    return 0;
  }
  const rows = providerAccounts.map((account) => [
    account.provider,
    account.name,
    account.isDisabled ? 'off' : 'on',
    shortState(account.state),
    account.gatewayName,
    ...(options.all ? [account.owner?.name ?? ''] : []),
    account.id,
  ]);
  const head = ['PROVIDER', 'NAME', 'USED', 'STATE', 'GATEWAY', ...(options.all ? ['OWNER'] : []), 'ID'];
  showTable(terminal, head, rows, 'You have connected no account. Connect one: gatehouse accounts connect <provider>');
  return 0;
}

/** Credentials at gateways of which nobody knows whose they are. */
export async function listUnclaimed(invocation: Invocation, options: { gateway?: string }): Promise<number> {
  const { client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const view = await client.providerAccounts.listUnclaimed.query({ gatewayId });
  const { terminal } = invocation;
  if (terminal.isJson) terminal.json(view);
  else {
    const rows = view.accounts.map(({ provider, hint, gatewayName, candidates }) => [
      provider,
      hint ?? 'no address',
      gatewayName,
      candidates.map(({ name }) => name).join(', '),
    ]);
    showTable(terminal, ['PROVIDER', 'ADDRESS', 'GATEWAY', 'MAY BELONG TO'], rows, 'Every account has an owner.');
  }
  for (const { gatewayName, reason } of view.unasked) terminal.note(printable(`${gatewayName}: ${reason}`));
  return view.unasked.length > 0 ? exitCodes.unavailable : 0;
}

export async function importAccount(
  invocation: Invocation,
  family: string,
  path: string,
  options: { name: string; gateway?: string },
): Promise<number> {
  const provider = knownProvider(family);
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) throw error;
    throw new Failure('not-found', `There is no file “${path}” that can be read.`, { advice: 'Check its path.' });
  });
  const { client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const input = { gatewayId, provider, name: options.name, content, waitMs: confirmationWaitMs };
  checkInput(importAccountInput, input);
  const providerAccount = await client.providerAccounts.import.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ providerAccount });
  return concludeChange(invocation, `Account “${providerAccount.name}” imported`, providerAccount.state);
}

export const enableAccount = (invocation: Invocation, idOrName: string) => switchAccount(invocation, idOrName, false);
export const disableAccount = (invocation: Invocation, idOrName: string) => switchAccount(invocation, idOrName, true);

async function switchAccount(invocation: Invocation, idOrName: string, isDisabled: boolean): Promise<number> {
  const { client } = await connect(invocation);
  const id = await idOf(client, idOrName);
  const providerAccount = await client.providerAccounts.update.mutate({ id, isDisabled, waitMs: confirmationWaitMs });
  if (invocation.terminal.isJson) invocation.terminal.json({ providerAccount });
  const word = isDisabled ? 'switched off' : 'switched on';
  return concludeChange(invocation, `Account “${providerAccount.name}” ${word}`, providerAccount.state);
}

export async function removeAccount(invocation: Invocation, idOrName: string): Promise<number> {
  const { client } = await connect(invocation);
  const id = await idOf(client, idOrName);
  const { state } = await client.providerAccounts.remove.mutate({ id, waitMs: confirmationWaitMs });
  if (invocation.terminal.isJson) invocation.terminal.json({ id, state });
  return concludeChange(invocation, `Account “${idOrName}” removed`, state);
}

/** Whoever may change other people's accounts names them by id. */
async function idOf(client: Client, idOrName: string): Promise<string> {
  return isId(idOrName) ? idOrName : (await pickAccount(client, idOrName)).id;
}

/** By name among one's own; by id among all that one may see. */
export async function pickAccount(client: Client, idOrName: string): Promise<ProviderAccountView> {
  const own: ProviderAccountView[] = await client.providerAccounts.list.query({ scope: 'own' });
  if (!isId(idOrName) || own.some(({ id }) => id === idOrName)) return pick(own, idOrName, 'account');
  return pick(await client.providerAccounts.list.query({ scope: 'all' }), idOrName, 'account');
}

export function knownProvider(family: string): AccountProvider {
  const known = accountProvider.safeParse(family);
  if (known.success) return known.data;
  throw new Failure('invalid', `“${family}” is not a provider with accounts.`, {
    advice: `Choose one of: ${accountProviders.join(', ')}`,
  });
}

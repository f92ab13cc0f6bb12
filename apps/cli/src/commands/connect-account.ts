import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@gatehouse/client/client';
import type { ConnectProblem, ConnectView } from '@gatehouse/contracts/provider-accounts';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { askHidden } from '../terminal/prompts.ts';
import { knownProvider } from './accounts.ts';
import { chooseGateway } from './gateway-choice.ts';

const pollMs = 2000;

const reasons: Record<ConnectProblem, string> = {
  declined: 'The provider did not confirm the sign-in.',
  taken: 'This account is connected already, or is just being removed.',
  'nothing-appeared': 'The provider confirmed, but the gateway shows no new credential.',
  lost: 'The gateway has forgotten this sign-in, for instance because it was restarted.',
  gateway: 'The gateway could not begin the sign-in.',
};

/** Signs in at the provider on behalf of the gateway, which keeps the credential. */
export async function connectAccount(
  invocation: Invocation,
  family: string,
  options: { name: string; gateway?: string },
): Promise<number> {
  const { terminal } = invocation;
  const provider = knownProvider(family);
  const { client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const start = await client.providerAccounts.startConnect.mutate({ provider, name: options.name, gatewayId });
  terminal.note(`Open this address and sign in:\n${printable(start.url)}`);
  if (start.userCode) terminal.note(`Enter this code there: ${printable(start.userCode)}`);
  if (start.flow === 'redirect') {
    terminal.note('At the end the browser shows an address that it cannot open. Copy the whole of it.');
    if (!terminal.isInteractive)
      throw new Failure('invalid', 'That address has to be pasted.', {
        advice: 'Run this in a terminal, without --json.',
      });
    const callbackUrl = await askHidden('Paste the address');
    await client.providerAccounts.completeConnect.mutate({ id: start.id, callbackUrl });
  }
  const ended = await waitForEnd(client, start);
  if (terminal.isJson) terminal.json({ connect: ended });
  return conclude(invocation, ended, options.name);
}

async function waitForEnd(client: Client, start: ConnectView): Promise<ConnectView> {
  // The server ends it at that time; a little later it says so.
  const deadline = start.expiresAt.getTime() + 60_000;
  for (;;) {
    const view = await client.providerAccounts.connectStatus.query({ id: start.id });
    if (view.status !== 'open' || Date.now() > deadline) return view;
    await sleep(pollMs);
  }
}

function conclude({ terminal }: Invocation, view: ConnectView, name: string): number {
  if (view.status === 'connected') {
    terminal.note(`Account “${printable(name)}” is connected.`);
    return 0;
  }
  if (view.status === 'unclaimed')
    throw new Failure('conflict', 'It could not be told whose the new credential is.', {
      advice: 'An administrator assigns it in Gatehouse, under “Accounts”.',
    });
  const why = view.problem ? reasons[view.problem] : 'The sign-in has ended before it was complete.';
  throw new Failure('precondition', why, { advice: 'To try again: gatehouse accounts connect <provider>' });
}

import type { Client } from '@gatehouse/client/client';
import type { SubscriptionView } from '@gatehouse/contracts/sharing';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { rememberSecret } from '../terminal/redact.ts';
import { chooseOne, versionNumber } from './share-list.ts';

type Which = { share?: string };

async function open(invocation: Invocation, nameOrId: string | undefined) {
  const { client } = await connect(invocation);
  return opened(client, await client.sharing.subscriptions.query(), nameOrId);
}

/** Of several the one in use, unless another one is named. */
async function openInUse(invocation: Invocation, nameOrId: string | undefined) {
  const { client } = await connect(invocation);
  const subscriptions = await client.sharing.subscriptions.query();
  const inUse = subscriptions.filter(({ isPaused }) => !isPaused);
  return opened(client, nameOrId === undefined && inUse.length === 1 ? inUse : subscriptions, nameOrId);
}

function opened(client: Client, subscriptions: readonly SubscriptionView[], nameOrId: string | undefined) {
  const subscription = chooseOne(subscriptions, nameOrId, 'subscription');
  return { client, subscription, id: subscription.id };
}

export async function pause(invocation: Invocation, nameOrId: string | undefined): Promise<number> {
  const { client, id } = await open(invocation, nameOrId);
  return concludeSubscription(invocation, await client.sharing.pause.mutate({ id }), 'It is paused.');
}

export async function resume(invocation: Invocation, nameOrId: string | undefined): Promise<number> {
  const { client, id } = await open(invocation, nameOrId);
  return concludeSubscription(invocation, await client.sharing.resume.mutate({ id }), 'It is in use.');
}

export async function unsubscribe(invocation: Invocation, nameOrId: string | undefined): Promise<number> {
  const { client, id, subscription } = await open(invocation, nameOrId);
  const answer = await client.sharing.unsubscribe.mutate({ id });
  if (invocation.terminal.isJson) invocation.terminal.json({ id, ...answer });
  else invocation.terminal.result(printable(`You no longer follow “${subscription.name}”.`));
  return 0;
}

export async function pin(invocation: Invocation, text: string, options: Which): Promise<number> {
  const version = text === 'latest' ? null : versionNumber(text);
  const { client, id } = await open(invocation, options.share);
  const done = version === null ? 'It follows the latest version.' : `It stays at version ${version}.`;
  return concludeSubscription(invocation, await client.sharing.pin.mutate({ id, version }), done);
}

/** Without names it only shows what waits. */
export async function consent(
  invocation: Invocation,
  names: string[],
  options: Which & { withdraw?: boolean },
): Promise<number> {
  const { client, id, subscription } = await openInUse(invocation, options.share);
  if (names.length === 0) return concludeSubscription(invocation, subscription, 'What it brings:');
  const unknown = names.find((name) => !subscription.parts.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new Failure('not-found', `The share has no server or plugin “${unknown}”.`, {
      advice: `There are: ${subscription.parts.map(({ name }) => name).join(', ') || 'none'}`,
    });
  const consents = subscription.parts.filter(({ name }) => names.includes(name)).map(({ hash }) => hash);
  const isWithdrawn = options.withdraw === true;
  const view = await client.sharing.consent.mutate({ id, consents, isWithdrawn });
  return concludeSubscription(invocation, view, isWithdrawn ? 'Taken back.' : 'Agreed.');
}

/** Values are never taken from the command line, where other people on the machine can see them. */
export async function fillIn(
  invocation: Invocation,
  server: string,
  options: Which & { valueEnv: string[] },
): Promise<number> {
  const values: Record<string, string> = {};
  for (const pair of options.valueEnv) {
    const [name = '', variable = ''] = pair.split('=', 2);
    const value = invocation.env[variable];
    if (name === '' || variable === '' || value === undefined)
      throw new Failure('invalid', `--value-env: “${pair}” names no variable that is set.`, {
        advice: 'Give it as NAME=VARIABLE.',
      });
    rememberSecret(value);
    values[name] = value;
  }
  const { client, id } = await openInUse(invocation, options.share);
  return concludeSubscription(invocation, await client.sharing.fillIn.mutate({ id, server, values }), 'Saved, sealed.');
}

export function concludeSubscription({ terminal }: Invocation, subscription: SubscriptionView, done: string): number {
  if (terminal.isJson) {
    terminal.json({ subscription });
    return 0;
  }
  terminal.result(printable(done));
  for (const part of subscription.parts) {
    const missing = part.variables.filter((variable) => !part.filledIn.includes(variable));
    terminal.note(printable(`${part.name}: ${part.state.replaceAll('-', ' ')}: ${part.content}`));
    if (part.state === 'waiting-for-consent') terminal.note(printable(`  Agree: gatehouse share consent ${part.name}`));
    if (part.state === 'waiting-for-values')
      terminal.note(
        printable(
          `  Give it ${missing.join(', ')}: gatehouse share fill ${part.name} --value-env ${missing[0]}=<variable>`,
        ),
      );
  }
  return 0;
}

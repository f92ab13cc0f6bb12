import type { WhoAmI } from '@gatehouse/contracts/identity';
import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';

export async function whoami(invocation: Invocation): Promise<number> {
  const { url, client } = await connect(invocation);
  const actor = await client.auth.whoAmI.query();
  const { terminal } = invocation;
  if (terminal.isJson) terminal.json({ url, actor });
  else terminal.result(`${printable(describePerson(actor))} at ${url}`);
  return 0;
}

export const describePerson = (actor: WhoAmI): string =>
  actor.type === 'user' ? `${actor.name} <${actor.email}> (${actor.role})` : `service ${actor.name}`;

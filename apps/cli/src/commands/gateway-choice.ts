import type { Client } from '@gatehouse/client/client';
import { Failure } from '../failures/failure.ts';

/** The id of the gateway given by `--gateway <name or id>`; undefined leaves the choice to the server. */
export async function chooseGateway(client: Client, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const gateways = await client.gateways.summaries.query();
  const found = gateways.find((gateway) => gateway.id === text) ?? gateways.find((gateway) => gateway.name === text);
  if (found) return found.id;
  const names = gateways.map((gateway) => gateway.name).join(', ');
  throw new Failure('not-found', `There is no gateway “${text}”.`, {
    advice: names ? `There are: ${names}` : 'Ask an administrator to connect a gateway.',
  });
}

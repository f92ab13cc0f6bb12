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

/** The gateway that is meant, where there has to be one: the one named, else the only one. */
export async function chooseOneGateway(
  client: Client,
  text: string | undefined,
): Promise<{ id: string; name: string }> {
  const gateways = await client.gateways.summaries.query();
  const found =
    text === undefined
      ? gateways.length === 1 && gateways[0]
      : (gateways.find((gateway) => gateway.id === text) ?? gateways.find((gateway) => gateway.name === text));
  if (found) return found;
  const names = gateways.map((gateway) => gateway.name).join(', ');
  const advice = names ? `There are: ${names}` : 'Ask an administrator to connect a gateway.';
  if (text !== undefined) throw new Failure('not-found', `There is no gateway “${text}”.`, { advice });
  const message = names ? 'There are several gateways: say which with --gateway.' : 'No gateway is connected yet.';
  throw new Failure(names ? 'invalid' : 'not-found', message, { advice });
}

import type { Client } from '@gatehouse/client/client';
import {
  type ChannelAlias,
  type ChannelMapName,
  type GatewayChannelView,
  type SetGatewayChannelInput,
  setGatewayChannelInput,
} from '@gatehouse/contracts/gateway-settings';
import { connect } from '../connection/connect.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import { chooseOneGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';
import { parseMapping } from './provider-options.ts';

type Options = { gateway?: string };
type AliasOptions = Options & { fork?: boolean; force?: boolean };

export async function listChannels(invocation: Invocation, options: Options): Promise<number> {
  const { client } = await connect(invocation);
  const { id: gatewayId } = await chooseOneGateway(client, options.gateway);
  const { channels, problem, isSupported } = await client.gatewaySettings.list.query({ gatewayId });
  const { terminal } = invocation;
  if (terminal.isJson) terminal.json({ channels, problem });
  else if (!isSupported) terminal.note('A gateway of this kind has no channels that Gatehouse could keep.');
  else showChannels(invocation, channels);
  if (!problem) return 0;
  terminal.note(printable(problem.message));
  return exitCodes.unavailable;
}

export const excludeModels = (invocation: Invocation, channel: string, patterns: string[], options: Options) =>
  change(invocation, { map: 'excluded-models', channel }, options, (items) => [
    ...items,
    ...patterns.filter((pattern) => !items.some((item) => isSame(item, pattern))),
  ]);

export const includeModels = (invocation: Invocation, channel: string, patterns: string[], options: Options) =>
  change(invocation, { map: 'excluded-models', channel }, options, (items) => without(items, patterns));

export const aliasModels = (invocation: Invocation, channel: string, mappings: string[], options: AliasOptions) =>
  change(invocation, { map: 'model-aliases', channel }, options, (items) => {
    const added = mappings.map((text) => ({
      ...parseMapping(text),
      ...(options.fork && { isFork: true }),
      ...(options.force && { forceMapping: true }),
    }));
    return [...items.filter((item) => !added.some((one) => isSame(item, one.alias))), ...added];
  });

export const unaliasModels = (invocation: Invocation, channel: string, aliases: string[], options: Options) =>
  change(invocation, { map: 'model-aliases', channel }, options, (items) => without(items, aliases));

type Items = { 'excluded-models': string[]; 'model-aliases': ChannelAlias[] };
type Place<M extends ChannelMapName> = { map: M; channel: string };

/** What Gatehouse keeps in the channel, changed. What others put there is in no list of this and stays. */
async function change<M extends ChannelMapName>(
  invocation: Invocation,
  { map, channel }: Place<M>,
  options: Options,
  edit: (items: Items[M]) => Items[M],
): Promise<number> {
  const { client } = await connect(invocation);
  const { id: gatewayId } = await chooseOneGateway(client, options.gateway);
  const name = channel.toLowerCase();
  const known = await channelOf(client, gatewayId, map, name);
  const items = edit((known ? ownItems(known) : []) as unknown as Items[M]);
  const place = { gatewayId, channel: name, version: known?.version ?? 0 };
  const input = (
    map === 'excluded-models' ? { ...place, map, patterns: items } : { ...place, map, aliases: items }
  ) as SetGatewayChannelInput;
  checkInput(setGatewayChannelInput, input);
  const { channels } = await client.gatewaySettings.setChannel.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ channels });
  else showChannels(invocation, channels);
  return 0;
}

async function channelOf(client: Client, gatewayId: string, map: ChannelMapName, channel: string) {
  const { channels, problem } = await client.gatewaySettings.list.query({ gatewayId });
  // What others keep there is not known then, but what Gatehouse keeps is: that is all that is sent.
  if (problem && channels.length === 0) return undefined;
  return channels.find((view) => view.map === map && view.channel === channel);
}

const ownItems = (view: GatewayChannelView): (string | ChannelAlias)[] =>
  view.map === 'excluded-models' ? view.patterns : view.aliases;

const nameOf = (item: string | ChannelAlias): string => (typeof item === 'string' ? item : item.alias);
const isSame = (item: string | ChannelAlias, name: string) => nameOf(item).toLowerCase() === name.toLowerCase();

function without<I extends string | ChannelAlias>(items: I[], names: string[]): I[] {
  const unknown = names.find((name) => !items.some((item) => isSame(item, name)));
  if (unknown === undefined) return items.filter((item) => !names.some((name) => isSame(item, name)));
  throw new Failure('not-found', `Gatehouse does not keep “${unknown}” in this channel.`, {
    advice: 'See what it keeps: gatehouse gateways settings channels',
  });
}

function showChannels({ terminal }: Invocation, channels: readonly GatewayChannelView[]): void {
  const rows = channels.flatMap((view) => {
    const [what, others] =
      view.map === 'excluded-models' ? ['excluded', view.othersPatterns] : ['alias', view.othersAliases];
    const row = (item: string | ChannelAlias, whose: string, state: string) => [
      view.channel,
      what,
      typeof item === 'string' ? item : `${item.name}=${item.alias}`,
      whose,
      state,
    ];
    return [
      ...ownItems(view).map((item) => row(item, 'Gatehouse', view.status)),
      ...others.map((item) => row(item, 'others', '')),
    ];
  });
  const empty =
    'Nothing is kept in any channel. Exclude a model: gatehouse gateways settings exclude <channel> <pattern>';
  showTable(terminal, ['CHANNEL', 'WHAT', 'ENTRY', 'WHOSE', 'STATE'], rows, empty);
  for (const { channel, problem } of channels) if (problem) terminal.note(printable(`${channel}: ${problem.message}`));
}

import { isDeepStrictEqual } from 'node:util';
import type { ChannelAlias, ChannelMapName } from '@gatehouse/contracts/gateway-settings';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '../driver/index.ts';
import { type ChannelChange, type ChannelItems, type ChannelMaps, channelItemKey } from '../driver/settings.ts';
import { concluded, rejected, unreadable } from './concluded.ts';
import type { Connection } from './connection.ts';
import { isRecord, text } from './raw.ts';

/** How a map and its items look on the wire. `content` is the item as the gateway holds it, unknown fields included. */
type Wire<M extends ChannelMapName> = {
  section: string;
  field: string;
  /** What the routes call a channel of this map. */
  channel: 'provider' | 'channel';
  read: (content: unknown) => ChannelItems[M] | null;
  write: (item: ChannelItems[M], content: unknown) => unknown;
};

const wires: { [M in ChannelMapName]: Wire<M> } = {
  'excluded-models': {
    section: 'oauth-excluded-models',
    field: 'models',
    channel: 'provider',
    read: (content) => (typeof content === 'string' ? content.trim().toLowerCase() : null),
    write: (item) => item,
  },
  'model-aliases': {
    section: 'oauth-model-alias',
    field: 'aliases',
    channel: 'channel',
    read: readAlias,
    write: writeAlias,
  },
};

function readAlias(content: unknown): ChannelAlias | null {
  if (!isRecord(content)) return null;
  const displayName = text(content['display-name']);
  return {
    name: text(content.name),
    alias: text(content.alias),
    ...(displayName === '' ? {} : { displayName }),
    ...(content.fork === true ? { isFork: true } : {}),
    ...(content['force-mapping'] === true ? { forceMapping: true } : {}),
  };
}

/** What the alias says nothing of stays as the gateway has it. */
function writeAlias({ name, alias, displayName, isFork, forceMapping }: ChannelAlias, content: unknown): unknown {
  const { 'display-name': _1, fork: _2, 'force-mapping': _3, ...rest } = isRecord(content) ? content : {};
  return {
    ...rest,
    name,
    alias,
    ...(displayName === undefined ? {} : { 'display-name': displayName }),
    ...(isFork ? { fork: true } : {}),
    ...(forceMapping ? { 'force-mapping': true } : {}),
  };
}

type Failed = { ok: false; problem: GatewayProblem };

async function readMap<M extends ChannelMapName>(
  { management }: Connection,
  { section }: Wire<M>,
): Promise<{ ok: true; channels: Map<string, unknown[]> } | Failed> {
  const result = await management.get(section);
  if (!result.ok) return { ok: false, problem: result.problem };
  const map = isRecord(result.value) ? (result.value[section] ?? {}) : null;
  if (!isRecord(map)) return { ok: false, problem: unreadable };
  const channels = Object.entries(map).map(([channel, items]): [string, unknown[]] => [
    channel,
    Array.isArray(items) ? items : [],
  ]);
  return { ok: true, channels: new Map(channels) };
}

export async function readChannels(connection: Connection): Promise<{ ok: true; maps: ChannelMaps } | Failed> {
  const excluded = await readMap(connection, wires['excluded-models']);
  if (!excluded.ok) return excluded;
  const aliases = await readMap(connection, wires['model-aliases']);
  if (!aliases.ok) return aliases;
  return {
    ok: true,
    maps: {
      'excluded-models': itemsBy(excluded.channels, wires['excluded-models']),
      'model-aliases': itemsBy(aliases.channels, wires['model-aliases']),
    },
  };
}

const itemsBy = <M extends ChannelMapName>(channels: ReadonlyMap<string, unknown[]>, { read }: Wire<M>) =>
  new Map(
    [...channels].map(([channel, items]): [string, ChannelItems[M][]] => [
      channel,
      items.map(read).filter((item) => item !== null),
    ]),
  );

/** One channel alone is written, so that nobody else's can be lost; not at all if it is as it should be. */
export async function changeChannel<M extends ChannelMapName>(
  connection: Connection,
  change: ChannelChange<M>,
): Promise<ApplyOutcome> {
  const wire: Wire<M> = wires[change.map];
  await connection.settling.wait();
  const current = await readMap(connection, wire);
  if (!current.ok) return rejected(current.problem);
  const before = current.channels.get(change.channel) ?? [];
  const after = merged(before, change, wire);
  if (isDeepStrictEqual(after, before)) return { outcome: 'applied', writes: 0 };
  const { section, field, channel } = wire;
  const json = { [channel]: change.channel, [field]: after };
  const result = await connection.management.call({ method: 'PATCH', section, json });
  // It went while we looked: there is nothing to take away any more.
  if (!result.ok && result.status === 404 && after.length === 0) return { outcome: 'applied', writes: 0 };
  return concluded(connection, result);
}

function merged<M extends ChannelMapName>(
  before: readonly unknown[],
  { present, absent }: ChannelChange<M>,
  { read, write }: Wire<M>,
): unknown[] {
  const keyOf = (content: unknown) => {
    const item = read(content);
    return item === null ? null : channelItemKey(item);
  };
  const wanted = new Map(present.map((item) => [channelItemKey(item), item]));
  const gone = new Set(absent.map((item) => channelItemKey(item)).filter((key) => !wanted.has(key)));
  const kept = before
    .filter((content) => !gone.has(keyOf(content) ?? ''))
    .map((content) => {
      const item = wanted.get(keyOf(content) ?? '');
      return item === undefined ? content : write(item, content);
    });
  const there = new Set(before.map(keyOf));
  return [...kept, ...present.filter((item) => !there.has(channelItemKey(item))).map((item) => write(item, null))];
}

import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change } from '../driver/index.ts';
import type { ListCodec } from './codec.ts';
import type { Connection } from './connection.ts';
import { admits } from './data-plane.ts';
import { readList } from './list.ts';
import { isRecord } from './raw.ts';
import type { Proof } from './settling.ts';

/** How to see that the data plane has loaded a write. One added and one removed entry speak for all: it loads whole lists. */
export function proofOf<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: readonly Change<R>[],
  before: readonly Item[],
): Proof {
  const known = new Map(before.map((item) => [codec.keyOf(item), item]));
  const added = changes.findLast((change) => change.kind === 'ensure-present' && !known.has(change.naturalKey));
  const removed = changes.findLast((change) => change.kind === 'ensure-absent' && known.has(change.naturalKey));
  if (!added && !removed) return { isVisible: null };
  const removedItem = removed && known.get(removed.naturalKey);
  const checks = [
    ...(added ? [() => isAdded(connection, codec, added.naturalKey)] : []),
    ...(removedItem === undefined ? [] : [() => isRemoved(connection, codec, removedItem)]),
  ];
  return {
    isVisible: async () => {
      for (const check of checks) if (!(await check())) return false;
      return true;
    },
  };
}

async function isAdded<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  naturalKey: string,
): Promise<boolean> {
  if (codec.section === 'api-keys') return (await admits(connection.transport, naturalKey)) === true;
  const read = await readList(connection.management, codec, connection.hashKey);
  if (!read.ok) return false;
  return read.items.some((item) => codec.keyOf(item) === naturalKey && codec.isLive(item) === true);
}

async function isRemoved<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  item: Item,
): Promise<boolean> {
  const name = codec.usageName(item);
  if (!name) return (await admits(connection.transport, codec.keyOf(item))) === false;
  const usage = await connection.management.get('api-key-usage');
  if (!usage.ok || !isRecord(usage.value)) return false;
  const inUse = usage.value[name.provider];
  return !isRecord(inUse) || name.keys.every((key) => !(key in inUse));
}

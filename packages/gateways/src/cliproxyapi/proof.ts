import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change } from '../driver/index.ts';
import { admits } from '../http/data-plane.ts';
import type { ListCodec } from './codec.ts';
import type { Connection } from './connection.ts';
import { readList } from './list.ts';
import { isRecord } from './raw.ts';
import type { Proof, Sign } from './settling.ts';

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
  if (!added && !removed) return null;
  const removedItem = removed && known.get(removed.naturalKey);
  return {
    signs: [
      ...(added ? [addedSign(connection, codec, added.naturalKey)] : []),
      ...(removedItem === undefined ? [] : [removedSign(connection, codec, removedItem)]),
    ],
    isStored: async () => {
      const read = await readList(connection, codec);
      if (!read.ok) return false;
      const keys = new Set(read.items.map(codec.keyOf));
      return (!added || keys.has(added.naturalKey)) && (!removed || !keys.has(removed.naturalKey));
    },
  };
}

function addedSign<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  naturalKey: string,
): Sign {
  if (codec.section === 'api-keys') return { ask: () => admits(connection.transport, naturalKey) };
  const isLive = (items: readonly Item[]): boolean | null => {
    const item = items.find((candidate) => codec.keyOf(candidate) === naturalKey);
    return item === undefined ? false : codec.isLive(item);
  };
  return {
    ask: async () => {
      const read = await readList(connection, codec);
      return read.ok ? isLive(read.items) : null;
    },
    isIn: (list, items) => list === codec && isLive(items as readonly Item[]) === true,
  };
}

const removedSign = <R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  item: Item,
): Sign => ({
  async ask() {
    const name = codec.usageName(item);
    if (!name) {
      const isAdmitted = await admits(connection.transport, codec.keyOf(item));
      return isAdmitted === null ? null : !isAdmitted;
    }
    const usage = await connection.management.get('api-key-usage');
    if (!usage.ok || !isRecord(usage.value)) return null;
    const inUse = usage.value[name.provider];
    return !isRecord(inUse) || name.keys.every((key) => !(key in inUse));
  },
});

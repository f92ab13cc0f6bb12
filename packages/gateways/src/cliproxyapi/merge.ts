import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change } from '../driver/index.ts';
import type { ListCodec } from './codec.ts';

/**
 * The list with the changes made. Strangers keep their content and their order; duplicates of a changed entry collapse
 * into the first. Pure; making the same changes to the result again gives an equal list.
 */
export function mergeList<R extends Resource, Item>(
  items: readonly Item[],
  changes: readonly Change<R>[],
  codec: ListCodec<R, Item>,
): Item[] {
  const pending = new Map(changes.map((change) => [change.naturalKey, change]));
  const seen = new Set<string>();
  const merged: Item[] = [];
  for (const item of items) {
    const content = codec.content(item);
    const change = codec.read(item) === null ? undefined : pending.get(codec.keyOf(item));
    if (!change) {
      merged.push(content);
      continue;
    }
    if (change.kind === 'ensure-absent' || seen.has(change.naturalKey)) continue;
    seen.add(change.naturalKey);
    merged.push(codec.write(content, change.spec, change.clear));
  }
  for (const change of pending.values()) {
    if (change.kind === 'ensure-present' && !seen.has(change.naturalKey))
      merged.push(codec.write(null, change.spec, change.clear));
  }
  return merged;
}

/** The snapshot's list with its strangers; ours as they are now, in their old places where they had one. Pure. */
export function restoredList<R extends Resource, Item>(
  items: readonly Item[],
  snapshot: { items: readonly Item[]; isOurs: (naturalKey: string) => boolean },
  codec: ListCodec<R, Item>,
): Item[] {
  const isOurs = (item: Item) => codec.read(item) !== null && snapshot.isOurs(codec.keyOf(item));
  const ours = new Map<string, Item[]>();
  for (const item of items.filter(isOurs)) ours.set(codec.keyOf(item), [...(ours.get(codec.keyOf(item)) ?? []), item]);
  const takeOurs = (key: string) => {
    const taken = ours.get(key) ?? [];
    ours.delete(key);
    return taken;
  };
  const placed = snapshot.items.flatMap((item) => (isOurs(item) ? takeOurs(codec.keyOf(item)) : [item]));
  return [...placed, ...[...ours.values()].flat()].map(codec.content);
}

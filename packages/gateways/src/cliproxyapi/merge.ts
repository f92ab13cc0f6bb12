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

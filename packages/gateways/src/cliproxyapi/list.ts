import { createHmac } from 'node:crypto';
import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ObservedEntry } from '../driver/index.ts';
import type { ListCodec } from './codec.ts';
import type { Management } from './management.ts';
import { canonical, isRecord } from './raw.ts';

/** `isMissing`: this gateway has no such list, so nothing can be in it. */
export type ListRead<Item> =
  | { ok: true; items: Item[]; contentHash: string; isMissing?: true }
  | { ok: false; problem: GatewayProblem };

const shapeProblem: GatewayProblem = {
  code: 'unexpected_answer',
  message: 'The gateway answered with a list in a form that Gatehouse does not know.',
};

export async function readList<R extends Resource, Item>(
  management: Management,
  codec: ListCodec<R, Item>,
  hashKey: string,
): Promise<ListRead<Item>> {
  const result = await management.get(codec.section);
  if (!result.ok) {
    if (codec.isOptional && result.problem.code === 'unsupported')
      return { ok: true, items: [], contentHash: 'missing', isMissing: true };
    return { ok: false, problem: result.problem };
  }
  const items = isRecord(result.value) ? codec.parse(result.value[codec.section] ?? null) : null;
  if (!items) return { ok: false, problem: shapeProblem };
  return { ok: true, items, contentHash: hashOf(items, codec, hashKey) };
}

/** Keyed, because a list can hold guessable values and the hash is kept outside the driver. */
export function hashOf<R extends Resource, Item>(
  items: readonly Item[],
  codec: ListCodec<R, Item>,
  hashKey: string,
): string {
  return createHmac('sha256', hashKey)
    .update(canonical(items.map(codec.content)))
    .digest('base64url');
}

/** One entry for each natural key, in the order of the list; the first copy speaks for its duplicates. */
export function observedEntries<R extends Resource, Item>(
  items: readonly Item[],
  codec: ListCodec<R, Item>,
): ObservedEntry<R>[] {
  const byKey = new Map<string, ObservedEntry<R>>();
  for (const item of items) {
    const spec = codec.read(item);
    if (!spec) continue;
    const naturalKey = codec.keyOf(item);
    const known = byKey.get(naturalKey);
    if (known) known.copies += 1;
    else byKey.set(naturalKey, { naturalKey, spec, isLive: codec.isLive(item), copies: 1 });
  }
  return [...byKey.values()];
}

import { createHmac } from 'node:crypto';
import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ObservedEntry } from '../driver/index.ts';
import type { ListCodec } from './codec.ts';
import type { Connection } from './connection.ts';
import { perObject } from './per-object.ts';
import { canonical, isRecord } from './raw.ts';

/** `isMissing`: this gateway has no such list, so nothing can be in it. */
export type ListRead<Item> =
  | { ok: true; items: Item[]; contentHash: string; isMissing?: true }
  | { ok: false; problem: GatewayProblem };

const shapeProblem: GatewayProblem = {
  code: 'unexpected_answer',
  message: 'The gateway answered with a list in a form that Gatehouse does not know.',
};

// By the answer's value: reading the same again costs nothing.
const understood = new WeakMap<object, { items: readonly unknown[]; contentHash: string }>();

export async function readList<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
): Promise<ListRead<Item>> {
  const result = await connection.management.get(codec.section);
  if (!result.ok) {
    if (codec.isOptional && result.problem.code === 'unsupported')
      return { ok: true, items: [], contentHash: 'missing', isMissing: true };
    return { ok: false, problem: result.problem };
  }
  const read = isRecord(result.value) ? understand(connection, codec, result.value) : null;
  if (!read) return { ok: false, problem: shapeProblem };
  connection.settling.saw(codec, read.items);
  return { ok: true, ...read };
}

function understand<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  value: Record<string, unknown>,
): { items: Item[]; contentHash: string } | null {
  const known = understood.get(value);
  if (known) return known as { items: Item[]; contentHash: string };
  const parsed = codec.parse(value[codec.section] ?? null);
  if (!parsed) return null;
  const items = connection.items.of(codec.section, parsed);
  const read = { items, contentHash: hashOf(items, codec, connection.hashKey) };
  understood.set(value, read);
  return read;
}

const canonicalItem = perObject(canonical);

/** Equal lists give equal text. What is given are contents, without what the gateway adds by itself. */
export const canonicalList = (contents: readonly unknown[]): string => `[${contents.map(canonicalItem).join(',')}]`;

/** Keyed, because a list can hold guessable values and the hash is kept outside the driver. */
export function hashOf<R extends Resource, Item>(
  items: readonly Item[],
  codec: ListCodec<R, Item>,
  hashKey: string,
): string {
  return createHmac('sha256', hashKey)
    .update(canonicalList(items.map(codec.content)))
    .digest('base64url');
}

type Observing<R extends Resource, Item> = (item: Item) => ObservedEntry<R> | null;

/** The same item gives the same entry, so that whoever compares entries can tell by that that nothing is different. */
const observing = perObject((codec: ListCodec<Resource, unknown>) =>
  perObject((item: unknown): ObservedEntry | null => {
    const spec = codec.read(item);
    return spec && { naturalKey: codec.keyOf(item), spec, isLive: codec.isLive(item), copies: 1 };
  }),
);

const observedBy = <R extends Resource, Item>(codec: ListCodec<R, Item>): Observing<R, Item> =>
  observing(codec as unknown as ListCodec<Resource, unknown>) as Observing<R, unknown>;

/** One entry for each natural key, in the order of the list; the first copy speaks for its duplicates. */
export function observedEntries<R extends Resource, Item>(
  items: readonly Item[],
  codec: ListCodec<R, Item>,
): ObservedEntry<R>[] {
  const byKey = new Map<string, ObservedEntry<R>>();
  for (const item of items) {
    const entry = observedBy(codec)(item);
    if (!entry) continue;
    const known = byKey.get(entry.naturalKey);
    byKey.set(entry.naturalKey, known ? { ...known, copies: known.copies + 1 } : entry);
  }
  return [...byKey.values()];
}

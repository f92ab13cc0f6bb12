import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change } from '../driver/index.ts';
import type { ListCodec } from './codec.ts';
import type { Connection } from './connection.ts';
import { canonicalList, hashOf, type ListRead, readList } from './list.ts';
import { mergeList, restoredList } from './merge.ts';
import { proofOf } from './proof.ts';

const moved: GatewayProblem = {
  code: 'list_moved',
  message: 'Somebody else changed the list meanwhile. Nothing was written.',
};

/** Of a process that stood still for so long that another one writes now. */
export const tookOver: GatewayProblem = {
  code: 'list_moved',
  message: 'Another process took over this gateway; it goes on there.',
};

const noSuchList: GatewayProblem = {
  code: 'unsupported',
  message: 'This gateway has no list for keys of this provider. Update the gateway. Nothing was written.',
};

const wouldOpen: GatewayProblem = {
  code: 'would_open_gateway',
  message: 'Without a single client key the gateway would let everybody in. Nothing was written.',
};

const rejected = (problem: GatewayProblem): ApplyOutcome => ({ outcome: 'rejected', problem, writes: 0 });

/** One list: wait for the last write, read again, compare with what the plan saw, merge, write at most once. */
export async function applyToList<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: readonly Change<R>[],
  expectedHash: string | undefined,
): Promise<ApplyOutcome> {
  const current = await readAgain(connection, codec, expectedHash);
  if (!current.ok) return rejected(current.problem);
  const stuck = stuckChanges(changes, current.items, codec);
  if (stuck.length > 0) return revive(connection, codec, changes, stuck, current.items);
  return write(connection, codec, changes, current.items);
}

/** One list: strangers as in the snapshot, ours as they are. Under the same rules as every other write. */
export async function restoreList<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  snapshot: { items: readonly Item[]; isOurs: (naturalKey: string) => boolean },
  expectedHash: string | undefined,
): Promise<ApplyOutcome> {
  const current = await readAgain(connection, codec, expectedHash);
  if (!current.ok) return rejected(current.problem);
  return put(connection, codec, { merged: restoredList(current.items, snapshot, codec), before: current.items });
}

/** What the list holds right before a write, and that it still is what the plan saw. */
async function readAgain<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  expectedHash: string | undefined,
): Promise<ListRead<Item>> {
  await connection.settling.wait();
  const current = await readList(connection, codec);
  if (!current.ok) return current;
  if (current.isMissing) return { ok: false, problem: noSuchList };
  return current.contentHash === expectedHash ? current : { ok: false, problem: moved };
}

function write<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: readonly Change<R>[],
  before: readonly Item[],
): Promise<ApplyOutcome> {
  return put(connection, codec, { merged: mergeList(before, changes, codec), before, changes });
}

async function put<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  { merged, before, changes = [] }: { merged: Item[]; before: readonly Item[]; changes?: readonly Change<R>[] },
): Promise<ApplyOutcome> {
  if (canonicalList(merged) === canonicalList(before.map(codec.content))) return { outcome: 'applied', writes: 0 };
  const list = codec.toWrite(merged);
  if (!list) return rejected(wouldOpen);
  if (connection.mayWrite && !(await connection.mayWrite())) return rejected(tookOver);
  const result = await connection.management.put(list);
  if (!result.ok && !result.mayHaveActed) return rejected(result.problem);
  connection.settling.wrote(proofOf(connection, codec, changes, before));
  return result.ok ? { outcome: 'applied', writes: 1 } : { outcome: 'unknown', problem: result.problem, writes: 1 };
}

function stuckChanges<R extends Resource, Item>(
  changes: readonly Change<R>[],
  items: readonly Item[],
  codec: ListCodec<R, Item>,
): Change<R>[] {
  const present = new Set(items.map(codec.keyOf));
  return changes.filter(
    (change) => change.kind === 'ensure-present' && change.isStuck && present.has(change.naturalKey),
  );
}

/** The gateway only loads a file whose bytes have changed. Leaving the entries out and putting them in again does that. */
async function revive<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: readonly Change<R>[],
  stuck: readonly Change<R>[],
  items: readonly Item[],
): Promise<ApplyOutcome> {
  const absent = stuck.map(({ naturalKey }): Change<R> => ({ kind: 'ensure-absent', naturalKey }));
  const without = mergeList(items, absent, codec);
  const first = await write(connection, codec, absent, items);
  if (first.outcome !== 'applied') return first;
  // What was never loaded cannot be seen to go.
  connection.settling.wrote(null);
  const expected = hashOf(without, codec, connection.hashKey);
  const settled = changes.map((change) => (change.kind === 'ensure-present' ? { ...change, isStuck: false } : change));
  const second = await applyToList(connection, codec, settled, expected);
  const writes = first.writes + second.writes;
  // The first write happened, so "certainly nothing" would be untrue.
  return second.outcome === 'rejected' ? { ...second, outcome: 'unknown', writes } : { ...second, writes };
}

import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change } from '../driver/index.ts';
import { nonEmptyKeyList } from './client-keys.ts';
import type { ListCodec } from './codec.ts';
import { admits } from './data-plane.ts';
import { readList } from './list.ts';
import type { Management } from './management.ts';
import { mergeList } from './merge.ts';
import { canonical } from './raw.ts';
import { lastOf, type Settling } from './settling.ts';
import type { Transport } from './transport.ts';

export type Connection = { management: Management; transport: Transport; settling: Settling; hashKey: string };

const moved: GatewayProblem = {
  code: 'list_moved',
  message: 'Somebody else changed the list meanwhile. Nothing was written.',
};

const wouldOpen: GatewayProblem = {
  code: 'would_open_gateway',
  message: 'Without a single client key the gateway would let everybody in. Nothing was written.',
};

/** One list, at most one write: wait for the last write, read again, compare with what the plan saw, merge, write. */
export async function applyToList<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: Change<R>[],
  expectedHash: string | undefined,
): Promise<ApplyOutcome> {
  await connection.settling.wait();
  const current = await readList(connection.management, codec, connection.hashKey);
  if (!current.ok) return { outcome: 'rejected', problem: current.problem, writes: 0 };
  if (current.contentHash !== expectedHash) return { outcome: 'rejected', problem: moved, writes: 0 };
  const merged = mergeList(current.items, changes, codec);
  if (canonical(merged) === canonical(current.items.map(codec.content))) return { outcome: 'applied', writes: 0 };
  const body = codec.section === 'api-keys' ? nonEmptyKeyList(merged.map(String)) : merged;
  if (!body) return { outcome: 'rejected', problem: wouldOpen, writes: 0 };
  const result = await connection.management.put(codec.section, body);
  if (result.ok || result.mayHaveActed) connection.settling.wrote(() => isVisible(connection, codec, changes));
  if (result.ok) return { outcome: 'applied', writes: 1 };
  return {
    outcome: result.mayHaveActed ? 'unknown' : 'rejected',
    problem: result.problem,
    writes: result.mayHaveActed ? 1 : 0,
  };
}

async function isVisible<R extends Resource, Item>(
  connection: Connection,
  codec: ListCodec<R, Item>,
  changes: Change<R>[],
): Promise<boolean> {
  const present = lastOf(changes, 'ensure-present');
  const absent = lastOf(changes, 'ensure-absent');
  if (codec.section === 'api-keys') {
    if (present) return (await admits(connection.transport, present.naturalKey)) === true;
    return !absent || (await admits(connection.transport, absent.naturalKey)) === false;
  }
  const read = await readList(connection.management, codec, connection.hashKey);
  if (!read.ok) return true;
  const keys = new Map(read.items.map((item) => [codec.keyOf(item), codec.isLive(item)]));
  return (!present || keys.get(present.naturalKey) === true) && (!absent || !keys.has(absent.naturalKey));
}

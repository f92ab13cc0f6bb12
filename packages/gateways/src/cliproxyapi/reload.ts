import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change } from '../driver/index.ts';
import { applyToList, tookOver } from './apply.ts';
import { clientKeyList, nonEmptyKeyList } from './client-keys.ts';
import { concluded, rejected } from './concluded.ts';
import type { Connection } from './connection.ts';
import { hashOf, readList } from './list.ts';
import { ListWrite } from './list-write.ts';

const notThere: GatewayProblem = {
  code: 'list_moved',
  message: 'The gateway does not have the key that was to be written again. Nothing was written.',
};

/**
 * The gateway only loads a file whose bytes have changed, and then all of it. A key that stands there twice for a moment
 * changes them and nothing else: it admits whom it admitted. If this ends in between, a run takes the second one away.
 */
export async function reload(connection: Connection, clientKey: string): Promise<ApplyOutcome> {
  await connection.settling.wait();
  const current = await readList(connection, clientKeyList);
  if (!current.ok) return rejected(current.problem);
  const twice = nonEmptyKeyList([...current.items, clientKey]);
  if (!twice || !current.items.some((item) => clientKeyList.keyOf(item) === clientKey)) return rejected(notThere);
  if (connection.mayWrite && !(await connection.mayWrite())) return rejected(tookOver);
  const first = concluded(connection, await connection.management.put(ListWrite.clientKeys(twice)));
  if (first.outcome !== 'applied') return first;
  const once: Change<'client-keys'> = {
    kind: 'ensure-present',
    naturalKey: clientKey,
    spec: { key: clientKey },
    clear: [],
  };
  const second = await applyToList(connection, clientKeyList, [once], hashOf(twice, clientKeyList, connection.hashKey));
  const writes = first.writes + second.writes;
  // The first write happened, so "certainly nothing" would be untrue.
  return second.outcome === 'rejected' ? { ...second, outcome: 'unknown', writes } : { ...second, writes };
}

import type { Resource } from '@gatehouse/contracts/gateways';
import { newId } from '@gatehouse/db/ids';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { announceEntries } from './announce.ts';
import type { Connection } from './connection.ts';
import type { SyncServices } from './converge.ts';
import { type EntryMemory, withRecorded } from './entry-memory.ts';
import { eventOf } from './event-of.ts';
import type { RunState } from './gateway-record.ts';
import type { Writer } from './lease.ts';
import { type PassResult, runPass } from './pass.ts';
import { type EntryRow, type EntryUpdate, recordUpdates } from './repository.ts';
import { hasReturns } from './rival.ts';
import { sentinelOf } from './sentinel.ts';
import { settle } from './settle.ts';
import { keepSnapshot } from './snapshots.ts';

/** One run of one gateway by its one writer. */
export type Run = Writer & {
  services: SyncServices;
  driver: GatewayDriver;
  connection: Connection;
  state: RunState;
  isReportOnly: boolean;
  /** What the next run may rely on, filled resource by resource. */
  memory: EntryMemory;
};

export type Converged<R extends Resource> = PassResult<R> & { hasReturns?: boolean; hasNews?: boolean };

/** Brings one resource to how it is wanted and writes down what was found. `about`: see `GatewayDriver.observe`. */
export async function convergeResource<R extends Resource>(
  { services, driver, connection, memory, fence, mayWrite, isStillWriter, isReportOnly }: Run,
  resource: R,
  rows: readonly EntryRow[],
  about?: readonly string[],
): Promise<Converged<R>> {
  const gatewayId = connection.id;
  const result = await runPass({
    services,
    driver,
    resource,
    rows,
    mayWrite,
    isStillWriter,
    isReportOnly,
    ...(about && { about }),
    permanentKey: () => sentinelOf(services, gatewayId),
    keep: async (observation, strangerCount) => {
      await keepSnapshot(services, { gatewayId, observation, strangerCount, reason: 'sync' });
    },
  });
  if (!result.ok) return result;
  const updates = updatesOf(rows, result, isReportOnly);
  const recorded = await recordUpdates(services.db, fence, updates);
  memory.set(resource, withRecorded(rows, recorded));
  await announceEntries(services, gatewayId, recorded);
  return { ...result, hasReturns: hasReturns(rows, updates), hasNews: recorded.length > 0 };
}

function updatesOf<R extends Resource>(
  rows: readonly EntryRow[],
  { before: found, after: left, outcomes }: PassResult<R> & { ok: true },
  isReportOnly: boolean,
): EntryUpdate[] {
  const now = new Date();
  return rows.flatMap((row) => {
    const [before, after] = [found.verdicts.get(row.id), left.verdicts.get(row.id)];
    if (!before || !after) return [];
    const finding = { row, before, after, outcome: outcomes.get(row.id) ?? null, now, isReportOnly };
    const update = settle(finding);
    const event = update && eventOf(finding, update);
    return update ? [event ? { ...update, event: { ...event, id: newId() } } : update] : [];
  });
}

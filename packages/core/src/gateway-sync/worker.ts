import { setTimeout as sleep } from 'node:timers/promises';
import { activeGateways } from './connection.ts';
import { converge, type SyncServices } from './converge.ts';
import { selectDueGateways } from './repository.ts';

/** Carries a gateway's id to the processes that sync, from one that does not. A hint like every wake. */
export const wakeChannel = 'gatehouse_wake';

export type SyncWorker = {
  start(): void;
  /** Something was committed for this gateway. Wakes are merged: a hundred while a run lasts make one more run. */
  wake(gatewayId: string): void;
  /** Lets the run under way end and hands its lease back. */
  stop(): Promise<void>;
};

const dueEveryMs = 1000;
/** After another process was busy with a gateway: what it did not see any more is still due then. */
const lookAgainMs = 250;
/** Under a stream of wakes it rests between runs: more is merged into one, and others get the machine too. */
const longestRestMs = 50;
/** Everything is compared this often even if nobody asked: other writers, restores, restarts. With jitter. */
const reconcileEveryMs = () => 30_000 + Math.random() * 30_000;
/** After a change the models follow a little later than the entries. */
const followUpsMs = [300, 1500];

/** Converges gateways, one run at a time for each. A process that dies leaves nothing but a lease that runs out. */
export function createSyncWorker(services: SyncServices): SyncWorker {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const reconcileAt = new Map<string, number>();
  let isStopped = true;
  let stopping = new AbortController();
  let isLookingSoon = false;

  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!isStopped) work();
    }, ms);
    timers.add(timer);
  };

  const run = async (gatewayId: string): Promise<void> => {
    try {
      do {
        again.delete(gatewayId);
        reconcileAt.set(gatewayId, Date.now() + reconcileEveryMs());
        const startedAt = Date.now();
        const report = await converge(services, gatewayId);
        if (report.outcome === 'converged' && report.hasChanged)
          for (const ms of followUpsMs) later(ms, () => wake(gatewayId));
        if (report.outcome === 'busy') lookSoon();
        if (again.has(gatewayId)) await rest(Math.min(longestRestMs, (Date.now() - startedAt) / 2));
      } while (again.has(gatewayId) && !isStopped);
    } catch (error) {
      services.log.error({ gatewayId, err: error }, 'sync run failed');
    } finally {
      running.delete(gatewayId);
    }
  };

  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const wake = (gatewayId: string) => {
    if (isStopped) return;
    if (running.has(gatewayId)) again.add(gatewayId);
    else running.set(gatewayId, run(gatewayId));
  };

  /** Never rejects: where the database is away, the next look finds it. */
  const lookForWork = async () => {
    try {
      for (const gatewayId of await selectDueGateways(services.db)) wake(gatewayId);
      for (const pass of services.passes) for (const gatewayId of await pass.due(services.db)) wake(gatewayId);
      for (const { id } of await activeGateways(services)) if ((reconcileAt.get(id) ?? 0) <= Date.now()) wake(id);
    } catch (error) {
      services.log.error({ err: error }, 'looking for gateways to sync failed');
    }
  };

  const lookSoon = () => {
    if (isLookingSoon) return;
    isLookingSoon = true;
    later(lookAgainMs, () => {
      isLookingSoon = false;
      void lookForWork();
    });
  };

  const tick = async () => {
    await lookForWork();
    later(dueEveryMs, () => void tick());
  };

  return {
    start() {
      isStopped = false;
      stopping = new AbortController();
      void tick();
    },
    wake,
    async stop() {
      isStopped = true;
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      isLookingSoon = false;
      await Promise.all(running.values());
    },
  };
}

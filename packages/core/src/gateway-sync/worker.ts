import { setTimeout as sleep } from 'node:timers/promises';
import { activeGateways } from './connection.ts';
import { converge, type Scope, type SyncServices } from './converge.ts';
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
/** Everything is compared this often even if nobody asked: other writers, restores, restarts. With jitter. */
const reconcileEveryMs = () => 30_000 + Math.random() * 30_000;
/** After a change the models follow a little later than the entries. */
const followUpsMs = [100, 1500];

/** Under a stream of wakes it rests between runs: so many are to be merged into one, as long as nobody waits for long. */
const wakesPerRun = 50;
const longestRunMs = 250;
/** And at least as long as it worked: who brings more is to have the machine too. */
const longestRestMs = 500;
/** So many wakes are no stream. */
const fewWakes = 2;

/** How long to rest after a run that took so long, while which so many wakes came. */
export function restMs(wakes: number, tookMs: number): number {
  if (wakes <= fewWakes) return 0;
  const untilManyMs = Math.min(longestRunMs, (tookMs * wakesPerRun) / wakes) - tookMs;
  return Math.max(untilManyMs, Math.min(tookMs, longestRestMs));
}

type Wanted = { scope: Scope; wakes: number };
const breadth: Record<Scope, number> = { due: 0, models: 1, all: 2 };

/** Converges gateways, one run at a time for each. A process that dies leaves nothing but a lease that runs out. */
export function createSyncWorker(services: SyncServices): SyncWorker {
  const running = new Map<string, Promise<void>>();
  const looks = new Set<Promise<void>>();
  const wanted = new Map<string, Wanted>();
  const timers = new Set<NodeJS.Timeout>();
  const followUps = new Set<string>();
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

  const followUp = (gatewayId: string) => {
    for (const ms of followUpsMs) {
      const name = `${gatewayId} ${ms}`;
      if (followUps.has(name)) continue;
      followUps.add(name);
      later(ms, () => {
        followUps.delete(name);
        want(gatewayId, 'models');
      });
    }
  };

  const runOnce = async (gatewayId: string, scope: Scope): Promise<void> => {
    if (scope === 'all') reconcileAt.set(gatewayId, Date.now() + reconcileEveryMs());
    const report = await converge(services, gatewayId, { scope });
    if (report.outcome === 'converged' && report.hasChanged) followUp(gatewayId);
    if (report.outcome !== 'busy') return;
    if (scope !== 'due') later(lookAgainMs, () => want(gatewayId, scope));
    lookSoon();
  };

  const run = async (gatewayId: string): Promise<void> => {
    try {
      for (let next = take(gatewayId); next && !isStopped; next = take(gatewayId)) {
        const startedAt = Date.now();
        await runOnce(gatewayId, next.scope);
        const waiting = wanted.get(gatewayId)?.wakes ?? 0;
        await rest(restMs(waiting, Date.now() - startedAt));
      }
    } catch (error) {
      services.log.error({ gatewayId, err: error }, 'sync run failed');
    } finally {
      running.delete(gatewayId);
      wanted.delete(gatewayId);
    }
  };

  const take = (gatewayId: string): Wanted | undefined => {
    const next = wanted.get(gatewayId);
    wanted.delete(gatewayId);
    return next;
  };

  const rest = async (ms: number) => {
    if (ms > 0) await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  };

  const want = (gatewayId: string, scope: Scope) => {
    if (isStopped) return;
    const { scope: known, wakes } = wanted.get(gatewayId) ?? { scope, wakes: 0 };
    const wider = breadth[known] > breadth[scope] ? known : scope;
    wanted.set(gatewayId, { scope: wider, wakes: scope === 'due' ? wakes + 1 : wakes });
    if (!running.has(gatewayId)) running.set(gatewayId, run(gatewayId));
  };

  /** Never rejects: where the database is away, the next look finds it. */
  const lookForWork = async () => {
    try {
      for (const gatewayId of await selectDueGateways(services.db)) want(gatewayId, 'due');
      for (const pass of services.passes) for (const gatewayId of await pass.due(services.db)) want(gatewayId, 'due');
      for (const { id } of await activeGateways(services))
        if ((reconcileAt.get(id) ?? 0) <= Date.now()) want(id, 'all');
    } catch (error) {
      services.log.error({ err: error }, 'looking for gateways to sync failed');
    }
  };

  const look = (): Promise<void> => {
    const looking = lookForWork().finally(() => looks.delete(looking));
    looks.add(looking);
    return looking;
  };

  const lookSoon = () => {
    if (isLookingSoon) return;
    isLookingSoon = true;
    later(lookAgainMs, () => {
      isLookingSoon = false;
      void look();
    });
  };

  const tick = async () => {
    await look();
    later(dueEveryMs, () => void tick());
  };

  return {
    start() {
      isStopped = false;
      stopping = new AbortController();
      void tick();
    },
    wake: (gatewayId) => want(gatewayId, 'due'),
    async stop() {
      isStopped = true;
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      followUps.clear();
      isLookingSoon = false;
      await Promise.all([...running.values(), ...looks]);
    },
  };
}

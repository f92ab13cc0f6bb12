import { randomBytes } from 'node:crypto';
import { acquireLease, type Lease, releaseLease, renewLease } from '@gatehouse/db/locks';
import { activeGateways, driverOf, isRefused } from '../gateway-sync/index.ts';
import { type CollectServices, collectUsage } from './collect.ts';
import { rereadPages } from './reread.ts';
import { lookAround } from './upkeep.ts';

export type UsageCollector = {
  start(): void;
  /** Lets the rounds under way end and hands their leases back. */
  stop(): Promise<void>;
};

const tickMs = 1000;
/** Gateways that give each record once keep them for a minute, unless somebody lets them keep them for longer. */
const destructiveEveryMs = 3000;
/** What can be read again and again is read with an overlap. */
const otherEveryMs = 30_000;
const refusedEveryMs = 30_000;
/** By the database's clock. A process that dies is replaced after this long. */
const leaseMs = 20_000;

/** Reads the usage of every gateway, in one process at a time. `keepDays`: so long single records are kept. */
export function createUsageCollector(services: CollectServices, { keepDays }: { keepDays: number }): UsageCollector {
  const holder = randomBytes(9).toString('base64url');
  const running = new Map<string, Promise<void>>();
  const nextAt = new Map<string, number>();
  const leases = new Map<string, Lease>();
  const problems = new Map<string, string | null>();
  let isStopped = true;
  let timer: NodeJS.Timeout | undefined;

  const round = async (gatewayId: string): Promise<void> => {
    const name = `usage:${gatewayId}`;
    const lease = await acquireLease(services.db, { name, holder, ttlMs: leaseMs });
    if (!lease) return;
    const held: Lease = { name, holder, epoch: lease.epoch };
    const isFirst = !leases.has(gatewayId);
    leases.set(gatewayId, held);
    const driver = await driverOf(services, gatewayId);
    if (isFirst) await rereadPages(services, { gatewayId, driver, keepDays });
    const mayGoOn = async () => !isStopped && (await renewLease(services.db, { ...held, ttlMs: leaseMs }));
    const { problem, begun } = await collectUsage(services, gatewayId, { keepDays, mayGoOn });
    if (begun && !problem) await lookAround(services, { gatewayId, driver, begun });
    tell(gatewayId, problem?.code ?? null);
    const everyMs = driver.usage?.isDestructive === false ? otherEveryMs : destructiveEveryMs;
    nextAt.set(gatewayId, Date.now() + (problem && isRefused(problem) ? refusedEveryMs : everyMs));
  };

  /** What stays the same is said once. */
  const tell = (gatewayId: string, problem: string | null) => {
    if (problem !== null && problems.get(gatewayId) !== problem)
      services.log.warn({ gatewayId, problem }, 'usage could not be collected');
    problems.set(gatewayId, problem);
  };

  const begin = (gatewayId: string) => {
    if (isStopped || running.has(gatewayId) || (nextAt.get(gatewayId) ?? 0) > Date.now()) return;
    nextAt.set(gatewayId, Date.now() + destructiveEveryMs);
    const run = round(gatewayId)
      .catch((error) => services.log.error({ gatewayId, err: error }, 'collecting usage failed'))
      .finally(() => running.delete(gatewayId));
    running.set(gatewayId, run);
  };

  const tick = async () => {
    try {
      for (const { id } of await activeGateways(services)) begin(id);
    } catch (error) {
      services.log.error({ err: error }, 'looking for gateways to collect usage from failed');
    }
    if (!isStopped) timer = setTimeout(() => void tick(), tickMs);
  };

  return {
    start() {
      isStopped = false;
      void tick();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await Promise.all(running.values());
      await Promise.all([...leases.values()].map((lease) => releaseLease(services.db, lease).catch(() => false)));
    },
  };
}

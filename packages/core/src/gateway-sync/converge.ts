import { randomBytes } from 'node:crypto';
import { type GatewayProblem, type Resource, resources } from '@gatehouse/contracts/gateways';
import { acquireLease, releaseLease, renewLease } from '@gatehouse/db/locks';
import type { GatewayDriver, ProbeOutcome } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { isDomainError } from '../errors/index.ts';
import { type Connection, connectionOf } from './connection.ts';
import { refreshModels } from './models.ts';
import { type PassResult, runPass } from './pass.ts';
import {
  type ChangedEntry,
  type Fence,
  isLockedOut,
  postponeEntries,
  recordGateway,
  recordUpdates,
  selectEntries,
} from './repository.ts';
import { settle } from './settle.ts';

export type SyncServices = Pick<Services, 'db' | 'sealer' | 'hmac' | 'cache' | 'changes' | 'drivers' | 'log'>;

/** `busy`: another process has the lease and does the work. `writes`: how many the gateway saw. */
export type ConvergeReport =
  | { outcome: 'converged'; writes: number; hasChanged: boolean }
  | { outcome: 'busy' | 'gone' | 'locked-out' }
  | { outcome: 'failed'; problem: GatewayProblem };

/** By the database's clock. Renewed while a run lasts: a process that dies is replaced after this long. */
const leaseMs = 10_000;
const lockOutMs = 10 * 60_000;

/** Makes one gateway equal to the database. The only function that writes to a gateway. */
export async function converge(services: SyncServices, gatewayId: string): Promise<ConvergeReport> {
  const name = `gateway-sync:${gatewayId}`;
  const holder = randomBytes(9).toString('base64url');
  const lease = await acquireLease(services.db, { name, holder, ttlMs: leaseMs });
  if (!lease) return { outcome: 'busy' };
  const fence: Fence = { name, holder, epoch: lease.epoch };
  const renew = () => renewLease(services.db, { ...fence, ttlMs: leaseMs });
  const keepAlive = setInterval(() => void renew().catch(() => {}), leaseMs / 3);
  try {
    return await convergeAlone(services, gatewayId, fence, renew);
  } finally {
    clearInterval(keepAlive);
    await releaseLease(services.db, fence);
  }
}

async function convergeAlone(
  services: SyncServices,
  gatewayId: string,
  fence: Fence,
  mayWrite: () => Promise<boolean>,
): Promise<ConvergeReport> {
  const connection = await connectionOf(services, gatewayId).catch((error: unknown) => {
    if (isDomainError(error)) return null;
    throw error;
  });
  if (!connection) return { outcome: 'gone' };
  if (await isLockedOut(services.db, gatewayId)) return { outcome: 'locked-out' };
  const driver = services.drivers.for(connection);
  const probe = await probeOnce(driver);
  if (!probe.ok) return fail(services, connection, probe.problem);

  const run = { services, driver, connection, fence, mayWrite };
  const unmanaged: Record<string, number> = {};
  const totals = { writes: 0, hasChanged: false, providers: 0 };
  for (const resource of resources.filter((candidate) => driver.resources.includes(candidate))) {
    const result = await convergeResource(run, resource);
    if (!result.ok) {
      probed.delete(driver);
      return fail(services, connection, result.problem);
    }
    unmanaged[resource] = result.after.unmanaged.length;
    totals.writes += result.writes;
    totals.hasChanged ||= result.writes > 0;
    if (resource !== 'client-keys') totals.providers += result.observation.entries.length;
  }
  await refreshModels(services, connection, driver, { hasProviders: totals.providers > 0 });
  const isNews = await recordGateway(services.db, gatewayId, {
    health: 'healthy',
    problem: null,
    version: probe.version,
    unmanaged,
  });
  if (isNews) await announceGateway(services, gatewayId);
  return { outcome: 'converged', writes: totals.writes, hasChanged: totals.hasChanged };
}

/** Version and health are asked for now and then, not before every run: a read that fails says enough. */
const probed = new WeakMap<GatewayDriver, { at: number; probe: ProbeOutcome }>();
const probeEveryMs = 25_000;

async function probeOnce(driver: GatewayDriver): Promise<ProbeOutcome> {
  const last = probed.get(driver);
  if (last && Date.now() - last.at < probeEveryMs) return last.probe;
  const probe = await driver.probe();
  if (probe.ok) probed.set(driver, { at: Date.now(), probe });
  return probe;
}

async function convergeResource<R extends Resource>(
  run: {
    services: SyncServices;
    driver: GatewayDriver;
    connection: Connection;
    fence: Fence;
    mayWrite: () => Promise<boolean>;
  },
  resource: R,
): Promise<PassResult<R>> {
  const { services, driver, connection, fence, mayWrite } = run;
  const rows = await selectEntries(services.db, connection.id, resource);
  const result = await runPass({ services, driver, resource, rows, mayWrite });
  if (!result.ok) return result;
  const now = new Date();
  const updates = rows.flatMap((row) => {
    const [before, after] = [result.before.verdicts.get(row.id), result.after.verdicts.get(row.id)];
    const outcome = result.outcomes.get(row.id) ?? null;
    const update = before && after ? settle({ row, before, after, outcome, now }) : null;
    return update ? [update] : [];
  });
  const changed = await recordUpdates(services.db, fence, updates);
  await announceEntries(services, connection.id, changed);
  return result;
}

/** Nothing was found out about the entries: they wait, and the gateway's page says why. */
async function fail(services: SyncServices, connection: Connection, problem: GatewayProblem): Promise<ConvergeReport> {
  const isRefused = ['unauthorized', 'banned', 'circuit_open', 'remote_management_disabled'].includes(problem.code);
  const lockedOutForMs = isRefused ? Math.max(lockOutMs, (problem.retryAfterSeconds ?? 0) * 1000) : null;
  services.log.warn({ gatewayId: connection.id, problem: problem.code }, 'gateway could not be synced');
  const changed = await postponeEntries(services.db, connection.id, problem);
  await announceEntries(services, connection.id, changed);
  const isNews = await recordGateway(services.db, connection.id, {
    health: isRefused ? 'locked-out' : 'unreachable',
    problem,
    ...(lockedOutForMs === null ? {} : { lockedOutForMs }),
  });
  if (isNews) await announceGateway(services, connection.id);
  return { outcome: 'failed', problem };
}

function announceEntries(services: SyncServices, gatewayId: string, changed: readonly ChangedEntry[]): Promise<void> {
  return services.changes.publish(
    services.db,
    changed.map((row) => ({ topic: row.resource, id: row.id, gatewayId, ownerUserId: row.owner_user_id })),
  );
}

/** Health is part of what bundles and lists say: whoever cached it hears of it. */
export async function announceGateway(services: Pick<Services, 'db' | 'cache' | 'changes'>, gatewayId: string) {
  await services.cache.invalidate(services.db, ['gateways', `gateway:${gatewayId}`]);
  await services.changes.publish(services.db, [{ topic: 'gateways', id: gatewayId, gatewayId, ownerUserId: null }]);
}

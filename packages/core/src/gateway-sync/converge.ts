import { type GatewayProblem, type Resource, type RivalNotice, resources } from '@gatehouse/contracts/gateways';
import { newId } from '@gatehouse/db/ids';
import type { ApplyOutcome, GatewayDriver, ProbeOutcome } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { isDomainError } from '../errors/index.ts';
import { announceEntries, announceGateway } from './announce.ts';
import { authenticate } from './authentications.ts';
import { type Connection, connectionOf } from './connection.ts';
import { eventOf } from './event-of.ts';
import { isRefused, recordFailure } from './failure.ts';
import { ignoredKey, type RunState, recordGateway, selectRunState } from './gateway-record.ts';
import { asWriter, type Writer } from './lease.ts';
import { refreshModels } from './models.ts';
import { type PassResult, runPass } from './pass.ts';
import { makeRoom, recordUpdates, retryRefused, selectEntries } from './repository.ts';
import { hasReturns, rivalIn } from './rival.ts';
import { settle } from './settle.ts';
import { keepSnapshot } from './snapshots.ts';

export type SyncServices = Pick<
  Services,
  'db' | 'sealer' | 'hmac' | 'cache' | 'changes' | 'drivers' | 'log' | 'passes'
>;

/** `busy`: another process has the lease and does the work. `writes`: how many the gateway saw. */
export type ConvergeReport =
  | { outcome: 'converged'; writes: number; hasChanged: boolean }
  | { outcome: 'busy' | 'gone' | 'locked-out' }
  | { outcome: 'failed'; problem: GatewayProblem };

export type ConvergeOptions = {
  /** Put back also what the gateway's policy would only report: somebody asked for it. */
  isRepairing?: boolean;
  /** How long to wait for another process that is at it. */
  patienceMs?: number;
};

/** Makes one gateway equal to the database. With `restoreStrangers` the only function that writes to one. */
export async function converge(
  services: SyncServices,
  gatewayId: string,
  { isRepairing = false, patienceMs = 0 }: ConvergeOptions = {},
): Promise<ConvergeReport> {
  const report = await asWriter(
    services,
    gatewayId,
    (writer) => convergeAlone(services, gatewayId, writer, isRepairing),
    {
      patienceMs,
    },
  );
  return report ?? { outcome: 'busy' };
}

async function convergeAlone(
  services: SyncServices,
  gatewayId: string,
  writer: Writer,
  isRepairing: boolean,
): Promise<ConvergeReport> {
  const connection = await connectionOf(services, gatewayId).catch((error: unknown) => {
    if (isDomainError(error)) return null;
    throw error;
  });
  const state = connection && (await selectRunState(services.db, gatewayId));
  if (!state) return { outcome: 'gone' };
  if (state.isLockedOut) return { outcome: 'locked-out' };
  const driver = services.drivers.for(connection);
  // What locks us out is in the database, for every process. What this one remembers of it may have been ended elsewhere.
  driver.resetCircuit();
  const isReportOnly = state.policy === 'report' && !isRepairing;
  const run: Run = { services, driver, connection, state, isReportOnly, ...writer };
  const answer = await authenticate(
    services,
    { baseUrl: connection.baseUrl, isProven: state.isProven },
    () => convergeAll(run),
    (report) => (report.outcome === 'failed' ? report.problem : null),
  );
  if (answer.ok) return answer.result;
  // Others are at it at the same time, and one of them finds out more.
  if (state.isProven) return { outcome: 'busy' };
  return fail(run, answer.problem);
}

type Run = Writer & {
  services: SyncServices;
  driver: GatewayDriver;
  connection: Connection;
  state: RunState;
  isReportOnly: boolean;
};

async function convergeAll(run: Run): Promise<ConvergeReport> {
  const { services, driver, connection, state } = run;
  const probe = await probeOnce(driver);
  if (!probe.ok) return fail(run, probe.problem);
  if (isAnother(state, probe)) await retryRefused(services.db, connection.id);

  const unmanaged: Record<string, number> = {};
  const totals = { writes: 0, hasChanged: false, providers: 0 };
  let rival: RivalNotice['reason'] | null = null;
  for (const resource of resources.filter((candidate) => driver.resources.includes(candidate))) {
    const result = await convergeResource(run, resource);
    if (!result.ok) return fail(run, result.problem);
    const refusal = refusalIn(result.outcomes.values());
    if (refusal) return fail(run, refusal);
    const strangers = result.after.unmanaged.filter(({ keyHmac }) => !state.ignored.has(ignoredKey(resource, keyHmac)));
    unmanaged[resource] = strangers.length;
    rival ??= rivalIn(resource, strangers) ?? (result.hasReturns ? 'returns' : null);
    totals.writes += result.writes;
    totals.hasChanged ||= result.writes > 0;
    if (resource !== 'client-keys') totals.providers += result.observation.entries.length;
  }
  for (const pass of services.passes) {
    const { mayWrite, isReportOnly } = run;
    const result = await pass.run(services, { gatewayId: connection.id, driver, mayWrite, isReportOnly });
    if (!result.ok) return fail(run, result.problem);
    totals.writes += result.writes;
    totals.hasChanged ||= result.writes > 0;
  }
  await makeRoom(services.db, connection.id);
  await refreshModels(services, connection, driver, { hasProviders: totals.providers > 0 });
  const isNews = await recordGateway(services.db, connection.id, {
    health: 'healthy',
    problem: null,
    version: probe.version,
    build: probe.build,
    ...(probe.startedAt ? { startedAt: probe.startedAt } : {}),
    unmanaged,
    rival,
  });
  if (isNews) await announceGateway(services, connection.id);
  return { outcome: 'converged', writes: totals.writes, hasChanged: totals.hasChanged };
}

const isAnother = ({ version, build }: RunState, found: { version: string; build: string }): boolean =>
  (version !== null && version !== found.version) || (build !== null && build !== found.build);

/** The management key became wrong in the middle of a write. */
function refusalIn(outcomes: Iterable<ApplyOutcome>): GatewayProblem | null {
  for (const outcome of outcomes)
    if (outcome.outcome !== 'applied' && isRefused(outcome.problem)) return outcome.problem;
  return null;
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
  { services, driver, connection, fence, mayWrite, isReportOnly }: Run,
  resource: R,
): Promise<PassResult<R> & { hasReturns?: boolean }> {
  const gatewayId = connection.id;
  const rows = await selectEntries(services.db, gatewayId, resource);
  const result = await runPass({
    services,
    driver,
    resource,
    rows,
    mayWrite,
    isReportOnly,
    keep: (observation, strangerCount) =>
      keepSnapshot(services, { gatewayId, observation, strangerCount, reason: 'sync' }),
  });
  if (!result.ok) return result;
  const now = new Date();
  const updates = rows.flatMap((row) => {
    const [before, after] = [result.before.verdicts.get(row.id), result.after.verdicts.get(row.id)];
    if (!before || !after) return [];
    const finding = { row, before, after, outcome: result.outcomes.get(row.id) ?? null, now, isReportOnly };
    const update = settle(finding);
    const event = update && eventOf(finding, update);
    return update ? [event ? { ...update, event: { ...event, id: newId() } } : update] : [];
  });
  const changed = await recordUpdates(services.db, fence, updates);
  await announceEntries(services, gatewayId, changed);
  return { ...result, hasReturns: hasReturns(rows, updates) };
}

async function fail({ services, driver, connection }: Run, problem: GatewayProblem): Promise<ConvergeReport> {
  // What was known about the gateway a moment ago may have been its end.
  probed.delete(driver);
  await recordFailure(services, connection.id, problem);
  return { outcome: 'failed', problem };
}

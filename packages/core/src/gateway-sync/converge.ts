import { type GatewayProblem, type RivalNotice, resources } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { isDomainError } from '../errors/index.ts';
import { announceGateway } from './announce.ts';
import { authenticate } from './authentications.ts';
import { connectionOf } from './connection.ts';
import { convergeResource, type Run } from './converge-resource.ts';
import { recall, remember, withSame, withUnconfirmed } from './entry-memory.ts';
import { isRefused, recordFailure } from './failure.ts';
import { ignoredKey, type RunState, recordGateway, selectRunState } from './gateway-record.ts';
import { forgetPasses, lastPass, passedAll, probeNowAndThen } from './last-pass.ts';
import { asWriter, type Writer } from './lease.ts';
import { refreshModels } from './models.ts';
import { naturalKeyOf } from './open-entry.ts';
import { makeRoom, retryRefused, selectEntries, selectUnconfirmed, type UnconfirmedRow } from './repository.ts';
import { rivalIn } from './rival.ts';

export type SyncServices = Pick<
  Services,
  'db' | 'sealer' | 'hmac' | 'cache' | 'changes' | 'drivers' | 'log' | 'passes'
>;

/** `busy`: another process has the lease and does the work. `writes`: how many the gateway saw. */
export type ConvergeReport =
  | { outcome: 'converged'; writes: number; hasChanged: boolean }
  | { outcome: 'busy' | 'gone' | 'locked-out' }
  | { outcome: 'failed'; problem: GatewayProblem };

/**
 * What a run looks at: `all`; or only the lists with entries that are `due`, which is enough as long as everything was
 * compared a short while ago; or `models` as well.
 */
export type Scope = 'due' | 'models' | 'all';

export type ConvergeOptions = {
  /** Default `all`. More is done where less would not be enough. */
  scope?: Scope;
  /** Put back also what the gateway's policy would only report: somebody asked for it. */
  isRepairing?: boolean;
  /** How long to wait for another process that is at it. */
  patienceMs?: number;
};

/** Makes one gateway equal to the database. With `restoreStrangers` the only function that writes to one. */
export async function converge(
  services: SyncServices,
  gatewayId: string,
  { scope = 'all', isRepairing = false, patienceMs = 0 }: ConvergeOptions = {},
): Promise<ConvergeReport> {
  const work = (writer: Writer) => convergeAlone(services, gatewayId, writer, { scope, isRepairing });
  return (await asWriter(services, gatewayId, work, { patienceMs })) ?? { outcome: 'busy' };
}

async function convergeAlone(
  services: SyncServices,
  gatewayId: string,
  writer: Writer,
  { scope, isRepairing }: Required<Pick<ConvergeOptions, 'scope' | 'isRepairing'>>,
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
  const run: Run = { services, driver, connection, state, isReportOnly, memory: recall(driver, writer), ...writer };
  const last = scope === 'all' ? null : lastPass(driver, state);
  const part = last && { ...(await findDue(run)), ...last, hasModels: scope === 'models' };
  const answer =
    part && isNothing(part)
      ? { ok: true as const, result: nothing }
      : await authenticate(
          services,
          { baseUrl: connection.baseUrl, isProven: state.isProven },
          () => (part ? convergePart(run, part) : convergeAll(run)),
          (report) =>
            report.outcome === 'failed' ? report.problem : report.outcome === 'converged' ? null : undefined,
        );
  if (answer.ok && answer.result.outcome === 'converged') remember(driver, run, run.memory);
  if (answer.ok) return answer.result;
  // Others are at it at the same time, and one of them finds out more.
  if (state.isProven) return { outcome: 'busy' };
  return fail(run, answer.problem);
}

/** What is to be done at a gateway of which the rest was compared a short while ago. */
type Part = { unconfirmed: UnconfirmedRow[]; hasPasses: boolean; hasModels: boolean; hasProviders: boolean };

const nothing: ConvergeReport = { outcome: 'converged', writes: 0, hasChanged: false };

const isNothing = ({ unconfirmed, hasPasses, hasModels }: Part): boolean =>
  !hasPasses && !hasModels && !unconfirmed.some((row) => row.is_due);

async function findDue({ services, driver, connection }: Run): Promise<Pick<Part, 'unconfirmed' | 'hasPasses'>> {
  const unconfirmed = await selectUnconfirmed(services.db, connection.id);
  let hasPasses = false;
  for (const pass of services.passes) hasPasses ||= (await pass.hasWork?.(services.db, connection.id, driver)) ?? true;
  return { unconfirmed, hasPasses };
}

type Totals = { writes: number; hasChanged: boolean };
type Step = { ok: true } | { ok: false; problem: GatewayProblem };

async function convergePart(run: Run, part: Part): Promise<ConvergeReport> {
  const { services, driver, connection } = run;
  const totals = { writes: 0, hasChanged: false, hasNews: false };
  const prepared = part.hasPasses ? await runPasses(run, totals, 'before') : { ok: true as const };
  if (!prepared.ok) return fail(run, prepared.problem);
  for (const resource of driver.resources) {
    const own = part.unconfirmed.filter((row) => row.resource === resource);
    const due = own.filter((row) => row.is_due);
    if (due.length === 0) continue;
    const rows =
      withUnconfirmed(run.memory.get(resource), own) ?? (await selectEntries(services.db, connection.id, resource));
    const about = due.map((row) => naturalKeyOf(services, driver, row, run.isReportOnly));
    const result = await convergeResource(run, resource, rows, about.every((key) => key !== null) ? about : undefined);
    if (!result.ok) return fail(run, result.problem);
    const refusal = refusalIn(result.outcomes.values());
    if (refusal) return fail(run, refusal);
    add(totals, result.writes);
    totals.hasNews ||= result.hasNews ?? false;
  }
  const passed = part.hasPasses ? await runPasses(run, totals, 'after') : { ok: true as const };
  if (!passed.ok) return fail(run, passed.problem);
  if (totals.hasNews) await makeRoom(services.db, connection.id);
  if (part.hasModels) await refreshModels(services, connection, driver, part);
  return { outcome: 'converged', writes: totals.writes, hasChanged: totals.hasChanged };
}

async function convergeAll(run: Run): Promise<ConvergeReport> {
  const { services, driver, connection, state } = run;
  const probe = await probeNowAndThen(driver);
  if (!probe.ok) return fail(run, probe.problem);
  if (isAnother(state, probe)) await retryRefused(services.db, connection.id);

  const unmanaged: Record<string, number> = {};
  const totals = { writes: 0, hasChanged: false, providers: 0 };
  const prepared = await runPasses(run, totals, 'before');
  if (!prepared.ok) return fail(run, prepared.problem);
  let rival: RivalNotice['reason'] | null = null;
  for (const resource of resources.filter((candidate) => driver.resources.includes(candidate))) {
    const rows = withSame(run.memory.get(resource), await selectEntries(services.db, connection.id, resource));
    const result = await convergeResource(run, resource, rows);
    if (!result.ok) return fail(run, result.problem);
    const refusal = refusalIn(result.outcomes.values());
    if (refusal) return fail(run, refusal);
    const strangers = result.after.unmanaged.filter(({ keyHmac }) => !state.ignored.has(ignoredKey(resource, keyHmac)));
    unmanaged[resource] = strangers.length;
    rival ??= rivalIn(resource, strangers) ?? (result.hasReturns ? 'returns' : null);
    add(totals, result.writes);
    if (resource !== 'client-keys') totals.providers += result.observation.entries.length;
  }
  const passed = await runPasses(run, totals, 'after');
  if (!passed.ok) return fail(run, passed.problem);
  await makeRoom(services.db, connection.id);
  const hasProviders = totals.providers > 0;
  await refreshModels(services, connection, driver, { hasProviders });
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
  passedAll(driver, state, hasProviders);
  return { outcome: 'converged', writes: totals.writes, hasChanged: totals.hasChanged };
}

/** Before the entries, or after them. */
async function runPasses(run: Run, totals: Totals, when: 'before' | 'after'): Promise<Step> {
  const { services, driver, connection, mayWrite, isReportOnly } = run;
  for (const pass of services.passes) {
    if ((pass.isFirst === true) !== (when === 'before')) continue;
    const result = await pass.run(services, { gatewayId: connection.id, driver, mayWrite, isReportOnly });
    if (!result.ok) return result;
    add(totals, result.writes);
  }
  return { ok: true };
}

function add(totals: Totals, writes: number): void {
  totals.writes += writes;
  totals.hasChanged ||= writes > 0;
}

const isAnother = ({ version, build }: RunState, found: { version: string; build: string }): boolean =>
  (version !== null && version !== found.version) || (build !== null && build !== found.build);

/** The management key became wrong in the middle of a write. */
function refusalIn(outcomes: Iterable<ApplyOutcome>): GatewayProblem | null {
  for (const outcome of outcomes)
    if (outcome.outcome !== 'applied' && isRefused(outcome.problem)) return outcome.problem;
  return null;
}

async function fail({ services, driver, connection, state }: Run, problem: GatewayProblem): Promise<ConvergeReport> {
  forgetPasses(driver);
  await recordFailure(services, { connection, state }, problem);
  return { outcome: 'failed', problem };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { GatewayDriver, UsageDriver } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { authenticate, connectionOf } from '../gateway-sync/index.ts';
import { type Gap, gapsBefore, isAfterPause, type Progress } from './gaps.ts';
import { type ArrivedPage, keepPage, openPage, selectWaiting } from './inbox.ts';
import { type IngestServices, ingestPage } from './ingest.ts';
import { type Begun, beginReading, endReading, recordFailedRead } from './progress.ts';

export type CollectServices = IngestServices & Pick<Services, 'drivers'>;

export type CollectOptions = {
  /** Single records are kept for so many days. */
  keepDays: number;
  /** Asked between two reads: whether this process may go on. */
  mayGoOn: () => Promise<boolean>;
  /** Before a page that could not be kept is tried again. */
  pauseMs?: (attempt: number) => number;
};

export type Round = {
  /** Records that were not there before. */
  counted: number;
  problem: GatewayProblem | null;
  begun: Begun | null;
};

/** Counts what waits in the inbox, then reads the gateway until nothing is left. */
export async function collectUsage(
  services: CollectServices,
  gatewayId: string,
  options: CollectOptions,
): Promise<Round> {
  const connection = await connectionOf(services, gatewayId);
  const driver = services.drivers.for(connection);
  const { usage } = driver;
  if (!usage) return { counted: 0, problem: null, begun: null };
  const at = { gatewayId, driver, keepDays: options.keepDays };
  const waited = await countWaiting(services, at);
  const answer = await authenticate(
    services,
    { baseUrl: connection.baseUrl, isProven: true },
    () => readAll(services, { at, usage, options }),
    ({ problem, begun }) => (begun ? problem : undefined),
  );
  if (!answer.ok) return { counted: waited, problem: answer.problem, begun: null };
  return { ...answer.result, counted: waited + answer.result.counted };
}

type At = { gatewayId: string; driver: GatewayDriver; keepDays: number };

async function readAll(
  services: CollectServices,
  { at, usage, options }: { at: At; usage: UsageDriver; options: CollectOptions },
): Promise<Round> {
  const { gatewayId } = at;
  const begun = await beginReading(services.db, gatewayId, usage.isDestructive);
  const round: Round = { counted: 0, problem: null, begun };
  let progress: (Progress & { cursor: string | null }) | null = begun;
  while (progress) {
    const step = await readOnce(services, { gatewayId, usage, progress, options });
    if (!step.ok) return { ...round, problem: step.problem };
    let goesOn = false;
    try {
      if (step.waiting) round.counted += (await ingestPage(services, at, step.waiting)).counted;
      goesOn = step.next !== null && (await options.mayGoOn());
    } finally {
      if (step.next && !goesOn) await endReading(services.db, gatewayId);
    }
    progress = goesOn ? step.next : null;
  }
  return round;
}

type Reading = {
  gatewayId: string;
  usage: UsageDriver;
  progress: Progress & { cursor: string | null };
  options: CollectOptions;
};

async function readOnce(services: CollectServices, { gatewayId, usage, progress, options }: Reading) {
  const startedAt = performance.now();
  const page = await usage.read(progress.cursor);
  if (!page.ok) {
    const until = new Date(progress.now.getTime() + performance.now() - startedAt);
    const isLost = usage.isDestructive && (page.mayBeLost || progress.readingAt !== null);
    const gaps: Gap[] = isLost ? [{ reason: 'answer-lost', since: progress.readAt, until }] : [];
    await recordFailedRead(services.db, gatewayId, { problem: page.problem, gaps });
    return { ok: false as const, problem: page.problem };
  }
  const kept = await keepUntilKept(services, gatewayId, { page, progress, options });
  if (!kept) return { ok: true as const, waiting: null, next: null };
  const { waiting, now } = kept;
  const next = { ...progress, cursor: page.cursor, readAt: progress.now, now, readingAt: null, problem: null };
  return { ok: true as const, waiting, next: page.hasMore ? next : null };
}

/** So often it is tried although nobody may go on: the process is ending, or another one has taken over. */
const lastAttempts = 5;
const growingPauseMs = (attempt: number): number => Math.min(2000, 100 * 2 ** attempt);

/** Nobody can read it again: while the database is away it stays in memory. */
async function keepUntilKept(
  services: CollectServices,
  gatewayId: string,
  { page, progress, options }: { page: ArrivedPage } & Pick<Reading, 'progress' | 'options'>,
) {
  const { mayGoOn, pauseMs = growingPauseMs } = options;
  const arrival = {
    readAfter: progress.readAt,
    readAt: progress.now,
    isAfterPause: isAfterPause(progress),
    gaps: gapsBefore(progress),
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await keepPage(services, gatewayId, { page, arrival });
    } catch (error) {
      services.log.error({ gatewayId, records: page.count, err: error }, 'A page of usage could not be kept yet');
      if (attempt >= lastAttempts && !(await mayGoOn().catch(() => false))) throw error;
      await sleep(pauseMs(attempt));
    }
  }
}

/** One after the other; one that cannot be counted now is passed over until the next time. */
async function countWaiting(services: CollectServices, at: At): Promise<number> {
  let counted = 0;
  let after: string | null = null;
  for (;;) {
    const stored = await selectWaiting(services.db, at.gatewayId, after);
    if (!stored) return counted;
    after = stored.id;
    counted += (await ingestPage(services, at, openPage(services, stored))).counted;
  }
}

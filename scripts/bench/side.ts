import { median, type Rate } from './http.ts';
import type { BenchInstallation } from './installation.ts';

/** All rounds of one kind of request, and what the server spent on them. */
export type Side = {
  rates: number[];
  requests: number;
  /** Of the requests. */
  sql: number;
  calls: number;
  /** Of all that the server does, in the background as well. */
  allSql: number;
  allCalls: number;
  cpuMs: number;
};

export const newSide = (): Side => ({
  rates: [],
  requests: 0,
  sql: 0,
  calls: 0,
  allSql: 0,
  allCalls: 0,
  cpuMs: 0,
});

export async function addRound(
  side: Side,
  { counters }: Pick<BenchInstallation, 'counters'>,
  run: () => Promise<Rate>,
): Promise<void> {
  const before = await counters();
  const { perSecond, requests } = await run();
  const after = await counters();
  side.rates.push(perSecond);
  side.requests += requests;
  side.sql += after.requestQueries - before.requestQueries;
  side.calls += after.requestCalls - before.requestCalls;
  side.allSql += after.queries - before.queries;
  side.allCalls += after.calls - before.calls;
  side.cpuMs += after.cpuMs - before.cpuMs;
}

/** The middle one: a round that something else disturbed does not count. */
export const rateOfSide = ({ rates }: Side): number => median(rates);

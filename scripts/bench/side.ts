import { median, type Rate } from './http.ts';
import type { BenchInstallation } from './installation.ts';

/** All rounds of one kind of request, and what the server spent on them. */
export type Side = { rates: number[]; requests: number; sql: number; calls: number; cpuMs: number };

export const newSide = (): Side => ({ rates: [], requests: 0, sql: 0, calls: 0, cpuMs: 0 });

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
  side.sql += after.queries - before.queries;
  side.calls += after.calls - before.calls;
  side.cpuMs += after.cpuMs - before.cpuMs;
}

/** The middle one: a round that something else disturbed does not count. */
export const rateOfSide = ({ rates }: Side): number => median(rates);

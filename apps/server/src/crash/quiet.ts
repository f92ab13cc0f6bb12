import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@gatehouse/client/client';
import { outcomeOf } from './outcome.ts';

const patienceMs = 45_000;

/** Until every entry is confirmed; answers how long that took. Throws with what still waits. */
export async function untilQuiet(owner: Client): Promise<number> {
  const startedAt = Date.now();
  for (;;) {
    const listed = await outcomeOf(owner.gateways.list.query());
    if (listed.is === 'acknowledged' && listed.value.every(({ entries }) => isQuiet(entries)))
      return Date.now() - startedAt;
    if (Date.now() - startedAt > patienceMs) throw new Error(`The gateway does not converge: ${await waiting(owner)}`);
    await sleep(50);
  }
}

const isQuiet = (entries: Record<'pending' | 'drifted' | 'unknown', number>): boolean =>
  entries.pending + entries.drifted + entries.unknown === 0;

async function waiting(owner: Client): Promise<string> {
  const gateways = await owner.gateways.list.query();
  const entries = await Promise.all(gateways.map(({ id }) => owner.gateways.entries.query({ id })));
  return JSON.stringify({
    gateways: gateways.map(({ health, problem }) => ({ health, problem })),
    entries: entries.flat().filter(({ state }) => state.status !== 'applied'),
  });
}

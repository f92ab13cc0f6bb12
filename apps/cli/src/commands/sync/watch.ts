import { isApiError } from '@gatehouse/client/errors';
import { asFailure } from '../../failures/as-failure.ts';
import type { Invocation } from '../../invocation.ts';
import { printable } from '../../terminal/printable.ts';
import { noteFailure, reportSync } from './report.ts';
import { runSync, type SyncRequest } from './run.ts';

/** How long to wait for a further change before a sync, and at the most between two looks. */
const settleMs = 250;
const lookMs = 5 * 60_000;
const firstBackOffMs = 1000;
const longestBackOffMs = 60_000;

/**
 * Syncs whenever something changes, until it is interrupted. While the server's changes cannot be followed it asks from
 * time to time instead; an unchanged bundle costs nothing but a 304.
 */
export async function watch(invocation: Invocation, request: SyncRequest): Promise<number> {
  const { terminal } = invocation;
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const bell = createBell(abort.signal);
  terminal.note('Watching for changes. Ctrl-C ends this.');
  try {
    await Promise.all([
      follow(invocation, request, bell, abort.signal),
      syncOnRing(invocation, request, bell, abort.signal),
    ]);
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
  terminal.note('Stopped watching.');
  return 0;
}

/** Keeps following; every time that it is connected anew, something may have been missed. */
async function follow(invocation: Invocation, request: SyncRequest, bell: Bell, signal: AbortSignal): Promise<void> {
  const { terminal } = invocation;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const event of request.connection.client.changes.follow({ signal })) {
        if (event.type === 'connected' && failures > 0) terminal.note('Following changes again.');
        failures = 0;
        bell.ring();
      }
    } catch (error) {
      if (!signal.aborted && failures === 0) terminal.note(`${reasonOf(error)} Asking from time to time until then.`);
    }
    failures += 1;
    if (!signal.aborted) await pause(backOffMs(failures), signal);
    bell.ring();
  }
}

function reasonOf(error: unknown): string {
  if (!isApiError(error)) return 'The connection to Gatehouse was lost.';
  return printable(error.message);
}

/** Longer each time, and never the same for all: a server that comes back is not asked by everybody at once. */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (failures - 1));
  return longest / 2 + random() * (longest / 2);
}

async function syncOnRing(
  invocation: Invocation,
  request: SyncRequest,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  const { terminal } = invocation;
  let told = '';
  while (!signal.aborted) {
    await bell.next(lookMs);
    await pause(settleMs, signal);
    if (signal.aborted) return;
    try {
      const result = await runSync(invocation, { ...request, mayAsk: false, mayCreateKey: 'no' });
      const failures = result.results.flatMap(({ failure, agent }) =>
        failure ? [`${agent.title}: ${failure.message}`] : [],
      );
      const isNews = result.run !== null || failures.join() !== told;
      if (result.run) terminal.note(`Synced at ${new Date().toISOString()}.`);
      if (isNews && result.results.some(({ failure, changed }) => failure || changed.length > 0))
        await report(invocation, result);
      told = failures.join();
    } catch (error) {
      const failure = await asFailure(error);
      if (failure.message !== told) noteFailure(terminal, 'Sync', failure);
      told = failure.message;
    }
  }
}

async function report(invocation: Invocation, result: Awaited<ReturnType<typeof runSync>>): Promise<void> {
  try {
    await reportSync(invocation, result);
  } catch (error) {
    noteFailure(invocation.terminal, result.results[0]?.agent.title ?? 'Sync', await asFailure(error));
  }
}

type Bell = { ring(): void; next(timeoutMs: number): Promise<void> };

/** Rings that nobody waits for are kept as one. */
function createBell(signal: AbortSignal): Bell {
  let hasRung = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      hasRung = true;
      wake();
    },
    async next(timeoutMs) {
      if (!hasRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', () => wake(), { once: true });
        });
      }
      hasRung = false;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from './folders.ts';
import { type Identity, runProgram } from './identity.ts';
import { findPostmaster, isProcessAlive } from './postmaster.ts';
import type { RunnableBinaries } from './reachable-binaries.ts';

const patienceMs = 60_000;

/** Ends all sessions, writes everything down and waits for the end. Does nothing when no server runs. */
export async function stopPostmaster(dataDir: string, binaries: RunnableBinaries, identity: Identity): Promise<void> {
  const found = await findPostmaster(dataDir);
  if (!found) return;
  if (process.platform === 'win32') {
    // There are no signals there; pg_ctl has its own way to ask.
    const args = ['stop', '-D', folders(dataDir).cluster, '-m', 'fast', '-w'];
    await runProgram(identity, binaries.pg_ctl, args, dataDir);
    return;
  }
  process.kill(found.pid, 'SIGINT');
  if (await isGone(found.pid)) return;
  // Stopping at once is safe as well: the next start recovers from the log.
  process.kill(found.pid, 'SIGQUIT');
  if (!(await isGone(found.pid))) throw new Error(`The embedded PostgreSQL (process ${found.pid}) does not stop`);
}

async function isGone(pid: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (isProcessAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

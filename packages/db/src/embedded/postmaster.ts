import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { folders } from './folders.ts';

export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/** The server that runs on this cluster now, started by whomever; undefined when there is none. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const { pidFile } = folders(dataDir);
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isProcessAlive(pid)) return undefined;
  if (await isSomethingElse(pid, dataDir)) {
    // After a restart of the machine another program can have this number; PostgreSQL would refuse to start.
    await rm(pidFile, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), isReady: lines[7] === 'ready' };
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !isZombie(pid);
}

// An orphan that nobody waits for keeps its number after its end.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** Only true when it is certain: a server works inside its cluster. */
async function isSomethingElse(pid: number, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) !== (await realpath(folders(dataDir).cluster));
  } catch {
    return false;
  }
}

import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { folders } from './folders.ts';

export interface Postmaster {
  pid: number;
  port: number;
  /** Where it listens besides TCP; null where it does not. */
  socketFolder: string | null;
  isReady: boolean;
}

/** The server that runs on this cluster now, started by whomever; undefined when there is none. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const lines = await readPidFile(dataDir);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isProcessAlive(pid)) return undefined;
  if (await isAnotherProgram(pid, dataDir)) {
    // After a restart of the machine another program can have this number; PostgreSQL would refuse to start.
    await rm(folders(dataDir).pidFile, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), socketFolder: lines[4] || null, isReady: lines[7] === 'ready' };
}

/** The number of a server that has ended and that nobody has waited for: PostgreSQL takes it for one that runs. */
export async function findZombie(dataDir: string): Promise<number | undefined> {
  const pid = Number((await readPidFile(dataDir))[0]);
  return Number.isInteger(pid) && pid > 0 && isZombie(pid) ? pid : undefined;
}

async function readPidFile(dataDir: string): Promise<string[]> {
  const text = await readFile(folders(dataDir).pidFile, 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
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
export async function isAnotherProgram(pid: number, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) !== (await realpath(folders(dataDir).cluster));
  } catch {
    return false;
  }
}

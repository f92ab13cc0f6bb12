import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** SIGKILL to the PostgreSQL that runs in this data folder, and nothing else. Answers whether there was one. */
export async function killPostmaster(dataDir: string): Promise<boolean> {
  const cluster = join(dataDir, 'cluster');
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await worksIn(pid, cluster))) return false;
  process.kill(pid, 'SIGKILL');
  while (await worksIn(pid, cluster)) await sleep(5);
  return true;
}

/** A number in an old file may be somebody else's by now. */
async function worksIn(pid: number, folder: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(folder));
  } catch {
    return false;
  }
}

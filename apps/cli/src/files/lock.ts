import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failures/failure.ts';
import { hasCode } from './read.ts';

const waitMs = 10_000;

/** Runs `action` while no other command of this person does so. The lock of a process that has died is taken over. */
export async function withLock<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const path = join(folder, 'lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const giveUpAt = Date.now() + waitMs;
  while (!(await take(path))) {
    if (Date.now() > giveUpAt) {
      throw new Failure('conflict', 'Another gatehouse command is writing at the moment.', {
        advice: 'Wait until it has ended, then repeat the command.',
      });
    }
    await dropIfDead(path);
    await sleep(20 + Math.random() * 60);
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

/** The lock appears with its holder in it, so that one is never found without. */
async function take(path: string): Promise<boolean> {
  const own = `${path}.${process.pid}.own`;
  await writeFile(own, String(process.pid), { mode: 0o600 });
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function dropIfDead(path: string): Promise<void> {
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(holder) || holder <= 0 || isAlive(holder)) return;
  // Of several that see it dead, only one may take it away, and never a lock that is new.
  const grave = `${path}.${process.pid}`;
  await rename(path, grave).catch(() => undefined);
  if ((await readFile(grave, 'utf8').catch(() => '')) === String(holder)) await rm(grave, { force: true });
  else await rename(grave, path).catch(() => undefined);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

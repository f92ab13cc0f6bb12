import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './lock.ts';

/**
 * Replaces a file in one step: whoever reads it sees the old bytes or the new ones, also after a power cut. Folders
 * that are missing are made, for the owner only. `beforeReplacing` may still stop it.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
  mode: number,
  beforeReplacing: () => Promise<void> = async () => {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await dropLeftovers(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(bytes);
      // The umask may have taken bits away that the file had before.
      if (process.platform !== 'win32') await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeReplacing();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    // The person knows the file, not its temporary neighbour.
    if (error instanceof Error && 'path' in error) error.path = path;
    throw error;
  }
  await syncFolder(folder);
}

/** The rename itself is only durable once its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Takes away what writers of this file left that died while they wrote. */
async function dropLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`.${basename(path)}.`)) continue;
    const pid = /\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

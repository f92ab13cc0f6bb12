import { lstat, realpath, stat } from 'node:fs/promises';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { hasCode, readIfThere } from '../files/read.ts';

/** A file of the person's as it is now. `path` is where its bytes are, behind symbolic links. */
export type Target = {
  path: string;
  /** Null where there is no file yet. */
  before: { bytes: Buffer; text: string; mode: number } | null;
};

export async function readTarget(path: string): Promise<Target> {
  const real = await resolveLinks(path);
  const bytes = await readIfThere(real);
  if (!bytes) return { path: real, before: null };
  return { path: real, before: { bytes, text: decode(real, bytes), mode: (await stat(real)).mode & 0o777 } };
}

async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    const link = await lstat(path).catch(() => null);
    if (!link?.isSymbolicLink()) return path;
    throw new Failure('precondition', `${shortPath(path)} is a link to a file that does not exist.`, {
      advice: 'Remove the link or make its target, then repeat the command.',
    });
  }
}

/** Replacing a read-only file would work wherever its folder is writable, but it was made read-only for a reason. */
export function refuseReadOnly(target: Target): void {
  if (!target.before || (target.before.mode & 0o200) !== 0) return;
  throw new Failure('precondition', `${shortPath(target.path)} is read-only, so it was left as it is.`, {
    advice: `To allow it: chmod u+w ${shortPath(target.path)}`,
  });
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('precondition', `${shortPath(path)} is not UTF-8 text, so it was left as it is.`, {
      advice: 'Save it as UTF-8, then repeat the command.',
    });
  }
}

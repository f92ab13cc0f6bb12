import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { folders } from './folders.ts';

/** Whom the server runs as. Empty: as ourselves. */
export type Identity = { uid: number; gid: number } | Record<string, never>;

const nobody = { uid: 65534, gid: 65534 };

/** PostgreSQL refuses to run as root: then it runs as whoever owns the cluster already, or as nobody. */
export async function chooseIdentity(dataDir: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(folders(dataDir).cluster).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody;
}

export async function giveTo(identity: Identity, path: string): Promise<void> {
  if ('uid' in identity) await chown(path, identity.uid, identity.gid);
}

/** What a child process gets: none of our own variables, which may hold secrets. */
export function childOptions(identity: Identity, cwd: string) {
  const { PATH, SystemRoot, TEMP } = process.env;
  const windows = process.platform === 'win32' ? { SystemRoot, TEMP } : {};
  return { ...identity, cwd, env: { PATH, ...windows, LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true };
}

export async function runProgram(
  identity: Identity,
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, childOptions(identity, cwd));
  return stdout;
}

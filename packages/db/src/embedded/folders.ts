import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Identity } from './identity.ts';

export function folders(dataDir: string) {
  return {
    cluster: join(dataDir, 'cluster'),
    pidFile: join(dataDir, 'cluster', 'postmaster.pid'),
    password: join(dataDir, 'password'),
    port: join(dataDir, 'port'),
    socket: join(dataDir, 'socket'),
    log: join(dataDir, 'server.log'),
  };
}

/** Others may pass through to the cluster, which has its own owner, but see nothing on the way. */
export async function createDataDir(dataDir: string, identity: Identity): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 'uid' in identity ? 0o711 : 0o700);
}

/** The sentence for a folder on the way to `path` that `identity` may not pass, if there is one. */
export async function explainClosedParent(path: string, identity: Identity): Promise<string | undefined> {
  if (!('uid' in identity)) return undefined;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      return (
        `PostgreSQL does not run as root, and the user that it runs as instead (uid ${identity.uid}) may not pass ` +
        `through ${folder} to ${path}. Start Gatehouse as an ordinary user, or set GATEHOUSE_DATA_DIR to a folder ` +
        `such as /var/lib/gatehouse, or allow the passage with: chmod o+x ${folder}`
      );
    }
    if (folder === dirname(folder)) return undefined;
  }
}

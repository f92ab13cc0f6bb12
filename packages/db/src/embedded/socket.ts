import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { folders } from './folders.ts';
import { giveTo, type Identity } from './identity.ts';
import { isAnotherProgram, isProcessAlive } from './postmaster.ts';

// The size of an address in the kernel, without the zero at its end.
const longestPath = process.platform === 'linux' ? 107 : 103;
const longestName = '.s.PGSQL.65535';

/** Where a server on this folder can be reached without TCP; null where that is not possible. */
export function socketFolder(dataDir: string): string | null {
  if (process.platform === 'win32') return null;
  const { socket } = folders(dataDir);
  return Buffer.byteLength(join(socket, longestName)) <= longestPath ? socket : null;
}

/**
 * A commit over a socket takes about two thirds of the time that it takes over TCP. Null where the server could not
 * listen there: it would not start, and TCP is enough.
 */
export async function prepareSocketFolder(dataDir: string, identity: Identity): Promise<string | null> {
  const folder = socketFolder(dataDir);
  if (folder === null) return null;
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  await giveTo(identity, folder);
  await removeForeignLocks(folder, dataDir);
  return (await canListenIn(folder)) ? folder : null;
}

/** After a restart of the machine another program can have the number of the server: PostgreSQL would refuse to start. */
async function removeForeignLocks(folder: string, dataDir: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.lock')) continue;
    const path = join(folder, name);
    const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
    if (pid > 0 && isProcessAlive(pid) && (await isAnotherProgram(pid, dataDir))) await rm(path, { force: true });
  }
}

/** Some file systems, such as those that a virtual machine shares with its host, have no sockets. */
function canListenIn(folder: string): Promise<boolean> {
  const path = join(folder, `.try.${process.pid}`);
  return new Promise((resolve) => {
    const server = createServer((connection) => connection.destroy());
    const end = (isPossible: boolean) => server.close(() => resolve(isPossible));
    server.once('error', () => resolve(false));
    server.listen(path, () => {
      const client = connect(path);
      client.once('error', () => end(false));
      client.once('connect', () => {
        client.destroy();
        end(true);
      });
    });
  });
}

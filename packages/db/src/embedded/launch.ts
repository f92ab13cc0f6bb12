import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainClosedParent, folders } from './folders.ts';
import { childOptions, giveTo, type Identity } from './identity.ts';
import { findPostmaster, findZombie, type Postmaster } from './postmaster.ts';
import type { RunnableBinaries } from './reachable-binaries.ts';
import { prepareSocketFolder } from './socket.ts';

export interface LaunchOptions {
  dataDir: string;
  binaries: RunnableBinaries;
  identity: Identity;
  isDurable: boolean;
  settings: Readonly<Record<string, string>>;
}

type Address = { port: number; socket: string | null };

const largestLogBytes = 5_000_000;
const pollMs = 20;

/** Starts the server and waits until it accepts connections; one that somebody else started meanwhile is as good. */
export async function launch(options: LaunchOptions, port: number): Promise<Postmaster> {
  const { dataDir, identity } = options;
  const { log, port: portFile } = folders(dataDir);
  await rotateLog(log);
  await writeFile(portFile, `${port}\n`);
  await giveTo(identity, portFile);
  const file = await open(log, 'a', 0o600);
  await giveTo(identity, log);
  const offset = (await file.stat()).size;
  const socket = await prepareSocketFolder(dataDir, identity);
  const child = spawnServer(options, { port, socket }, { logFile: file.fd, zombie: await findZombie(dataDir) });
  const exited = new Promise<Error>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => resolve(new Error(`exit ${code ?? signal}`)));
  });
  child.unref();
  await file.close();
  const outcome = await Promise.race([exited, untilReady(dataDir, child)]);
  if (!(outcome instanceof Error)) return outcome;
  const other = await findPostmaster(dataDir);
  if (other) return untilReady(dataDir);
  throw await describeFailure(options, offset, outcome);
}

function spawnServer(
  options: LaunchOptions,
  address: Address,
  { logFile, zombie }: { logFile: number; zombie: number | undefined },
): ChildProcess {
  const child = childOptions(options.identity, options.dataDir);
  return spawn(options.binaries.postgres, serverArguments(options, address), {
    ...child,
    // The one number besides its own that PostgreSQL does not take for another server's. Removing the file instead would
    // also remove its check for processes of the dead server that still work on the data.
    env: { ...child.env, ...(zombie !== undefined && { PG_GRANDPARENT_PID: String(zombie) }) },
    stdio: ['ignore', logFile, logFile],
    // Of its own process group: Ctrl+C in a terminal is for us, and we stop the server after our last query.
    detached: true,
  });
}

/** Recovery after a crash takes as long as it takes: as long as the process lives, it is waited for. */
export async function untilReady(dataDir: string, child?: ChildProcess): Promise<Postmaster> {
  for (;;) {
    const found = await findPostmaster(dataDir);
    if (found?.isReady) return found;
    const isGone = child ? child.exitCode !== null || child.signalCode !== null : found === undefined;
    if (isGone) throw new Error('The embedded PostgreSQL stopped while it was starting');
    await sleep(pollMs);
  }
}

async function isPortFree(port: number): Promise<boolean> {
  return (await bind(port)) !== undefined;
}

export async function choosePort(dataDir: string): Promise<number> {
  const remembered = Number(await readFile(folders(dataDir).port, 'utf8').catch(() => '0'));
  if (Number.isInteger(remembered) && remembered > 1023 && remembered < 65536 && (await isPortFree(remembered))) {
    return remembered;
  }
  return (await bind(0)) ?? choosePort(dataDir);
}

function bind(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function serverArguments({ dataDir, isDurable, settings }: LaunchOptions, address: Address): string[] {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(address.port),
    // In quotes: a list, and a folder's name may hold a comma.
    unix_socket_directories: address.socket === null ? '' : `"${address.socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Statements and the values in them stay out of the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  return [
    '-D',
    folders(dataDir).cluster,
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function rotateLog(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size > largestLogBytes) await rename(log, `${log}.1`);
}

async function describeFailure(options: LaunchOptions, offset: number, cause: Error): Promise<Error> {
  const { cluster, log } = folders(options.dataDir);
  const closed = await explainClosedParent(cluster, options.identity);
  if (closed !== undefined) return new Error(closed, { cause });
  const written = await readFile(log).catch(() => Buffer.alloc(0));
  const lines = written.subarray(offset).toString('utf8').trim().split('\n').slice(-5).join('\n');
  return new Error(`The embedded PostgreSQL did not start (${cause.message}). The end of ${log}:\n${lines}`, { cause });
}

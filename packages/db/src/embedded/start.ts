import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type Binaries, loadPackagedBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { createDataDir } from './folders.ts';
import { chooseIdentity } from './identity.ts';
import { choosePort, type LaunchOptions, launch, untilReady } from './launch.ts';
import { becomeOwner, connectionStringFor } from './owner.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { makeReachable } from './reachable-binaries.ts';
import { stopPostmaster } from './stop.ts';

export interface EmbeddedOptions {
  /** Holds the cluster, its password and its log; nothing else may be in it. */
  dataDir: string;
  log: (message: string) => void;
  /** False only for tests: faster, but a crash of the machine loses everything. */
  sync?: boolean;
  /** More server parameters, for example `max_connections`. */
  settings?: Readonly<Record<string, string>>;
  loadBinaries?: () => Promise<Binaries>;
}

export interface EmbeddedDatabase {
  /** Contains the password. Stays the same when the server has to be started again. */
  connectionString: string;
  /** The server was running already, left over from a Gatehouse that was killed. */
  wasAdopted: boolean;
  /** Ends the server, adopted or not. */
  stop(): Promise<void>;
}

interface Owned {
  server: Postmaster;
  owner: pg.Client;
  wasAdopted: boolean;
}

/**
 * Starts PostgreSQL on a folder of ours, or adopts the one that a killed process left behind, and keeps it running
 * until `stop`. Throws InUseError when another process does this already, NoBinariesError when there is no PostgreSQL
 * for this machine.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir);
  const isDurable = options.sync !== false;
  const identity = await chooseIdentity(dataDir);
  const packaged = await (options.loadBinaries ?? loadPackagedBinaries)();
  const binaries = await makeReachable(packaged, identity, options.log);
  await createDataDir(dataDir, identity);
  const { password } = await ensureCluster(dataDir, binaries, identity, isDurable);
  const launchOptions = { dataDir, binaries, identity, isDurable, settings: options.settings ?? {} };

  const first = await bringUp(launchOptions, password);
  const supervision = supervise(first, launchOptions, password, options.log);
  let stopped: Promise<void> | undefined;
  return {
    connectionString: connectionStringFor(dataDir, first.server, password),
    wasAdopted: first.wasAdopted,
    stop: () => {
      stopped ??= supervision.end().then(() => stopPostmaster(dataDir, binaries, identity));
      return stopped;
    },
  };
}

async function bringUp(options: LaunchOptions, password: string, port?: number): Promise<Owned> {
  const found = await findPostmaster(options.dataDir);
  const server = found ? await untilReady(options.dataDir) : await launchOnFreePort(options, port);
  const owner = await becomeOwner(options.dataDir, server, password);
  return { server, owner, wasAdopted: found !== undefined };
}

async function launchOnFreePort(options: LaunchOptions, fixedPort: number | undefined): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await choosePort(options.dataDir));
    try {
      return await launch(options, port);
    } catch (error) {
      // Somebody else took the port between our look and the start, or the last processes of a killed server still end.
      if (attempt === 3) throw error;
      await sleep(200);
    }
  }
}

/** The owner's connection ends when the server does: then the server is started again at the same address. */
function supervise(first: Owned, options: LaunchOptions, password: string, log: (message: string) => void) {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    let current = first;
    while (!signal.aborted) {
      await untilEnd(current.owner, signal);
      for (let pauseMs = 50; !signal.aborted; pauseMs = Math.min(5000, pauseMs * 2)) {
        try {
          current = await bringUp(options, password, first.server.port);
          log('The embedded PostgreSQL had ended and runs again');
          break;
        } catch (error) {
          log(`The embedded PostgreSQL ended: ${error instanceof Error ? error.message : String(error)}`);
          await sleep(pauseMs, undefined, { signal }).catch(() => {});
        }
      }
    }
  })();
  return {
    end: async () => {
      ending.abort();
      await running;
    },
  };
}

function untilEnd(owner: pg.Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      owner.off('end', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    owner.once('end', end);
    signal.addEventListener('abort', end);
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@gatehouse/db/database';
import { findEmbedded } from '@gatehouse/db/embedded';
import { killPostmaster } from './postmaster.ts';

type Row = Record<string, unknown>;

/** The built server with its own embedded PostgreSQL, as a process that can be killed and started again. */
export type Installation = {
  /** Where it answers; the same after each start. */
  url: string;
  /** Its public origin, which a browser would send. */
  origin: string;
  authSecret: string;
  /** Begins a start and does not wait for it. */
  launch(): void;
  /** Until the start has printed that it answers; throws with what it printed if it ended instead. */
  untilUp(): Promise<void>;
  isUp(): boolean;
  /** As this start printed it; null while it is not up, or if the installation is claimed. */
  setupLink(): string | null;
  /** SIGKILL, to the server alone. */
  kill(): Promise<void>;
  /** SIGKILL, to the embedded PostgreSQL alone. Answers whether one was running. */
  killDatabase(): Promise<boolean>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  /** One statement in its database; null while no database answers. */
  sql(statement: string, values?: unknown[]): Promise<Row[] | null>;
  isDatabaseRunning(): Promise<boolean>;
  /** All that its starts have printed. */
  output(): string;
  /** Ends whatever still runs and removes the folder. */
  destroy(): Promise<void>;
};

const startPatienceMs = 40_000;

export async function createInstallation(serverPath: string): Promise<Installation> {
  const root = await mkdtemp(join(tmpdir(), 'gatehouse-crash-'));
  // Under root the database runs as somebody else, who has to get through.
  await chmod(root, 0o755);
  const dataDir = join(root, 'data', 'postgres');
  const port = await freePort();
  const authSecret = randomBytes(32).toString('base64url');
  const environment = {
    PATH: process.env.PATH,
    AUTH_SECRET: authSecret,
    GATEHOUSE_DATA_DIR: join(root, 'data'),
    GATEHOUSE_PORT: String(port),
    GATEHOUSE_ROLES: 'api,jobs',
    GATEHOUSE_PROVIDER_KEYS_PER_USER: '1000',
    GATEHOUSE_CUSTOM_PROVIDERS_PER_USER: '1000',
    GATEHOUSE_CLIENT_KEYS_PER_USER: '1000',
  };
  let child: ChildProcess | null = null;
  let earlier = '';
  let printed = '';
  const isUp = () => isAlive(child) && printed.includes('Gatehouse answers at');
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const current = child;
    if (current && isAlive(current)) {
      const ended = once(current, 'close');
      current.kill(signal);
      await ended;
    }
    return current?.exitCode ?? null;
  };
  const sql: Installation['sql'] = async (statement, values = []) => {
    const found = await findEmbedded({ dataDir }).catch(() => null);
    return found && query(found.connectionString, statement, values);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    origin: `http://localhost:${port}`,
    authSecret,
    launch() {
      earlier += printed;
      printed = '';
      const started = spawn(process.execPath, [serverPath], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [started.stdout, started.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
        });
      child = started;
    },
    async untilUp() {
      const deadline = Date.now() + startPatienceMs;
      while (!isUp()) {
        if (!isAlive(child) || Date.now() > deadline) throw new Error(`The server did not start:\n${printed}`);
        await sleep(10);
      }
    },
    isUp,
    setupLink: () => (isUp() ? (/http:\S+\/setup#\S+/.exec(printed)?.[0] ?? null) : null),
    kill: async () => void (await end('SIGKILL')),
    killDatabase: () => killPostmaster(dataDir),
    stop: () => end('SIGTERM'),
    sql,
    isDatabaseRunning: async () => (await findEmbedded({ dataDir }).catch(() => null)) !== null,
    output: () => earlier + printed,
    async destroy() {
      await end('SIGKILL');
      await killPostmaster(dataDir);
      // The last processes of a killed database still let go of their files.
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

const isAlive = (child: ChildProcess | null): boolean =>
  child !== null && child.exitCode === null && child.signalCode === null;

/** Below the range from which a system takes ports for outgoing connections: nobody takes it while the server is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

async function query(primaryUrl: string, statement: string, values: unknown[]): Promise<Row[]> {
  const pool = {
    maxConnections: 1,
    minConnections: 0,
    maxLifetimeSeconds: 0,
    maxIdleSeconds: 0,
    healthCheckSeconds: 0,
  };
  const database = createDatabase({ primaryUrl, replicaUrls: [], schema: null, pool });
  try {
    return (await database.pool.query<Row>(statement, values)).rows;
  } finally {
    await database.destroy();
  }
}

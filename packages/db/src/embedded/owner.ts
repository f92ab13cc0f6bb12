import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { superuser } from './cluster.ts';
import { isProcessAlive, type Postmaster } from './postmaster.ts';
import { socketFolder } from './socket.ts';

export const databaseName = 'gatehouse';

// Any two constants; both owners only have to use the same.
const lock = { space: 71_430, key: 5 };
const patienceMs = 5000;

/** Another Gatehouse works on the same data folder. */
export class InUseError extends Error {
  constructor(dataDir: string, pid: number | undefined) {
    const who = pid === undefined ? 'another Gatehouse' : `another Gatehouse (process ${pid})`;
    super(`The data folder ${dataDir} is in use by ${who}. Stop that one first, or choose another folder`);
    this.name = 'InUseError';
  }
}

/** By its socket where it has the one of this folder; the address names the port as well, for whoever prefers TCP. */
export function connectionStringFor(
  dataDir: string,
  { port, socketFolder: listening }: Pick<Postmaster, 'port' | 'socketFolder'>,
  password: string,
  database: string = databaseName,
): string {
  const address = `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  const folder = socketFolder(dataDir);
  return folder !== null && folder === listening ? `${address}?host=${encodeURIComponent(folder)}` : address;
}

/**
 * The connection whose lock makes this process the owner. The lock is let go by the server the moment that the
 * process dies, in whatever way.
 */
export async function becomeOwner(dataDir: string, server: Postmaster, password: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: connectionStringFor(dataDir, server, password, 'postgres'),
    application_name: `gatehouse owner ${process.pid}`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await takeLock(client, dataDir);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function takeLock(client: pg.Client, dataDir: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const taken = await client.query('select pg_try_advisory_lock($1, $2) as taken', [lock.space, lock.key]);
    if (taken.rows[0]?.taken) return;
    const pid = await findOwner(client);
    // The server may need a moment to notice that an owner has died.
    if ((pid !== undefined && isProcessAlive(pid)) || Date.now() > deadline) throw new InUseError(dataDir, pid);
    await sleep(50);
  }
}

async function findOwner(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query(
    `select application_name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    [lock.space, lock.key],
  );
  const pid = /^gatehouse owner (\d+)$/.exec(String(rows[0]?.application_name))?.[1];
  return pid === undefined ? undefined : Number(pid);
}

import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultPoolSettings } from '../config/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { checkConnections } from './health-check.ts';
import { createDatabase, type DatabaseHandle, type DatabaseOptions } from './index.ts';

let server: TestDatabase;
const opened: DatabaseHandle[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
});
afterEach(() => Promise.all(opened.splice(0).map((handle) => handle.destroy())));
afterAll(() => server.destroy());

function open(pool: Partial<typeof defaultPoolSettings>, options: DatabaseOptions = {}, schema: string | null = null) {
  const settings = { ...defaultPoolSettings, healthCheckSeconds: 0, ...pool };
  const config = { primaryUrl: server.connectionString, replicaUrls: [], schema, pool: settings };
  const handle = createDatabase(config, options);
  opened.push(handle);
  return handle;
}

async function backendPid(handle: DatabaseHandle): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(handle.db);
  return rows[0]?.pid ?? 0;
}

async function terminate(pid: number): Promise<void> {
  await sql`select pg_terminate_backend(${pid})`.execute(server.db);
}

test('the settings reach the pool', () => {
  const { pool } = open({ maxConnections: 7, minConnections: 3, maxIdleSeconds: 11, maxLifetimeSeconds: 13 });
  expect(pool.options).toMatchObject({
    max: 7,
    min: 3,
    idleTimeoutMillis: 11_000,
    maxLifetimeSeconds: 13,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
});

test('a connection that dies while a transaction holds it fails that transaction only', async () => {
  const onConnectionLost = vi.fn();
  const handle = open({ maxConnections: 1 }, { onConnectionLost });
  const transaction = handle.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await terminate(rows[0]?.pid ?? 0);
    // No query runs now: only the listener hears of the end.
    await vi.waitFor(() => expect(onConnectionLost).toHaveBeenCalled());
    await sql`select 1`.execute(tx);
  });
  await expect(transaction).rejects.toThrow();
  expect(await backendPid(handle)).toBeGreaterThan(0);
});

test('the health check opens the minimum and replaces what does not answer', async () => {
  const handle = open({ minConnections: 3 });
  await checkConnections(handle.pool);
  expect(handle.pool.totalCount).toBe(3);
  const onLost = new Promise((resolve) => handle.pool.once('error', resolve));
  const pid = await backendPid(handle);
  await terminate(pid);
  await onLost;
  expect(handle.pool.totalCount).toBe(2);
  await checkConnections(handle.pool);
  expect(handle.pool).toMatchObject({ totalCount: 3, idleCount: 3 });
});

test('the health check runs by itself on its period', async () => {
  const handle = open({ minConnections: 2, healthCheckSeconds: 0.02 });
  await vi.waitFor(() => expect(handle.pool.idleCount).toBe(2));
});

test('a database that cannot be reached leaves the health check unharmed', async () => {
  const config = { primaryUrl: 'postgresql://a:b@127.0.0.1:1/c', replicaUrls: [], schema: null };
  const handle = createDatabase({ ...config, pool: { ...defaultPoolSettings, healthCheckSeconds: 0 } });
  opened.push(handle);
  await checkConnections(handle.pool);
  expect(handle.pool.totalCount).toBe(0);
});

test('the schema is the search path of each connection', async () => {
  const handle = open({}, {}, 'elsewhere');
  const { rows } = await sql<{ path: string }>`select current_setting('search_path') as path`.execute(handle.db);
  expect(rows).toEqual([{ path: '"elsewhere"' }]);
});

test('destroying twice, or without ever having connected, is harmless', async () => {
  const handle = open({});
  await handle.destroy();
  await handle.destroy();
  expect(handle.pool.ended).toBe(true);
});

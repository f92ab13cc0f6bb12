import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultPoolSettings } from '../config/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { createDatabase, type DatabaseHandle } from './index.ts';
import { ReplicaPool } from './replica-pool.ts';

let primary: TestDatabase;
let first: TestDatabase;
let second: TestDatabase;
let handle: DatabaseHandle | undefined;
const unreachable = 'postgresql://a:b@127.0.0.1:1/c';

beforeAll(async () => {
  [primary, first, second] = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
});
afterEach(() => handle?.destroy());
afterAll(() => Promise.all([primary, first, second].map((database) => database.destroy())));

function open(...replicaUrls: string[]): DatabaseHandle {
  const pool = { ...defaultPoolSettings, healthCheckSeconds: 0 };
  handle = createDatabase({ primaryUrl: primary.connectionString, replicaUrls, schema: null, pool });
  return handle;
}

const nameOf = ({ connectionString }: TestDatabase) => new URL(connectionString).pathname.slice(1);

async function databaseNames(db: Kysely<never>, times: number): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < times; index += 1) {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    names.push(rows[0]?.name ?? '');
  }
  return names;
}

test('without replicas the primary answers', async () => {
  const { db, replica } = open();
  expect(replica).toBe(db);
});

test('replicas take turns, writes go to the primary, and a replica refuses writes', async () => {
  const { db, replica } = open(first.connectionString, second.connectionString);
  const turn = [nameOf(first), nameOf(second)];
  expect(await databaseNames(replica as Kysely<never>, 4)).toEqual([...turn, ...turn]);
  expect(await databaseNames(db as Kysely<never>, 2)).toEqual([nameOf(primary), nameOf(primary)]);
  const write = replica.deleteFrom('leases').execute();
  await expect(write).rejects.toMatchObject({ code: '25006' });
});

test('a replica that cannot be reached is passed over', async () => {
  const { replica } = open(unreachable, second.connectionString);
  expect(await databaseNames(replica as Kysely<never>, 3)).toEqual(Array(3).fill(nameOf(second)));
});

test('when no replica can be reached the primary answers', async () => {
  const { replica } = open(unreachable, unreachable);
  expect(await databaseNames(replica as Kysely<never>, 2)).toEqual(Array(2).fill(nameOf(primary)));
});

test('a replica that loses a connection rests for 30 seconds', async () => {
  let now = 0;
  const pool = new ReplicaPool(primary.pool, () => now);
  const lost = vi.fn();
  pool.add((markDown) => {
    const opened = new pg.Pool({ connectionString: first.connectionString });
    opened.on('error', () => {
      markDown();
      lost();
    });
    return opened;
  });
  const db = new Kysely<never>({ dialect: new PostgresDialect({ pool }) });
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(primary.db);
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
  expect(await databaseNames(db, 1)).toEqual([nameOf(primary)]);
  now = 29_999;
  expect(await databaseNames(db, 1)).toEqual([nameOf(primary)]);
  now = 30_000;
  expect(await databaseNames(db, 1)).toEqual([nameOf(first)]);
  await pool.end();
});

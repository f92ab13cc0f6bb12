import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { testConfig } from '../testing/test-config.ts';
import { createDatabase, type DatabaseHandle, planOnce } from './index.ts';

let server: TestDatabase;
let handle: DatabaseHandle;
beforeAll(async () => {
  server = await createTestDatabase();
  const config = testConfig(server.connectionString);
  handle = createDatabase({ ...config, pool: { ...config.pool, minConnections: 1, maxConnections: 1 } });
  await sql`create table things (id int, name text)`.execute(handle.db);
});
afterAll(async () => {
  await handle?.destroy();
  await server?.destroy();
});

async function plannedStatements(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(handle.db);
  return rows.map(({ statement }) => statement);
}

const add = (db: typeof handle.db, id: number) =>
  sql<{ id: number }>`insert into things (id) values (${id}) returning *`.execute(db);

test('a connection knows a statement that is planned once, and no other', async () => {
  for (let id = 1; id <= 3; id += 1) {
    expect((await add(planOnce(handle.db), id)).rows).toMatchObject([{ id }]);
    await add(handle.db, id);
  }
  expect(await plannedStatements()).toEqual([expect.stringContaining('insert into things')]);
});

test('a table that changes under it costs one statement', async () => {
  await add(planOnce(handle.db), 4);
  await sql`alter table things add column note text`.execute(handle.db);
  await expect(add(planOnce(handle.db), 5)).rejects.toThrow('cached plan must not change result type');
  expect((await add(planOnce(handle.db), 6)).rows).toMatchObject([{ id: 6, note: null }]);
});

test('it is part of a transaction like any other statement', async () => {
  const failed = handle.db.transaction().execute(async (tx) => {
    await add(planOnce(tx), 7);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  const { rows } = await sql`select 1 from things where id = 7`.execute(handle.db);
  expect(rows).toEqual([]);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './index.ts';

let one: TestDatabase;
let other: TestDatabase;
let statements = 0;

beforeAll(async () => {
  [one, other] = await Promise.all([
    createTestDatabase({
      onQuery: () => {
        statements += 1;
      },
    }),
    createTestDatabase(),
  ]);
});
afterAll(() => Promise.all([one.destroy(), other.destroy()]));

test('two databases from the template have the tables and do not see each other', async () => {
  const lease = { name: 'a', holder: 'b', epoch: 1, expires_at: new Date() };
  await one.db.insertInto('leases').values(lease).execute();
  expect(await one.db.selectFrom('leases').select('name').execute()).toEqual([{ name: 'a' }]);
  expect(await other.db.selectFrom('leases').select('name').execute()).toEqual([]);
});

test('onQuery counts each statement, those of a transaction included', async () => {
  statements = 0;
  await one.db.selectFrom('leases').select('name').execute();
  expect(statements).toBe(1);
  await one.db.transaction().execute((tx) => sql`select 1`.execute(tx));
  expect(statements).toBe(4);
});

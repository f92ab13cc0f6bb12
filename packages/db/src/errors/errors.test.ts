import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import {
  constraintName,
  isForeignKeyViolation,
  isRetryable,
  isUniqueViolation,
  sqlState,
  withTransaction,
} from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await sql`create table counters (
    id int constraint counters_id primary key,
    value int not null,
    parent int constraint counters_parent references counters)`.execute(database.db);
});
beforeEach(async () => {
  await sql`truncate counters`.execute(database.db);
  await sql`insert into counters values (1, 0), (2, 0)`.execute(database.db);
});
afterAll(() => database.destroy());

const failing = (statement: string) =>
  sql
    .raw(statement)
    .execute(database.db)
    .catch((error: unknown) => error);

test('a duplicate and a missing parent are told apart by state and constraint', async () => {
  const duplicate = await failing('insert into counters values (1, 0)');
  expect(sqlState(duplicate)).toBe('23505');
  expect(constraintName(duplicate)).toBe('counters_id');
  expect(isUniqueViolation(duplicate)).toBe(true);
  expect(isUniqueViolation(duplicate, 'counters_id')).toBe(true);
  expect(isUniqueViolation(duplicate, 'other')).toBe(false);
  expect(isForeignKeyViolation(duplicate)).toBe(false);
  const orphan = await failing('insert into counters values (3, 0, 99)');
  expect(isForeignKeyViolation(orphan, 'counters_parent')).toBe(true);
  expect(isUniqueViolation(orphan)).toBe(false);
});

test('a wrapped error is found through its causes, in a circle too', async () => {
  const duplicate = await failing('insert into counters values (1, 0)');
  const wrapped = new Error('outer', { cause: new Error('inner', { cause: duplicate }) });
  expect(isUniqueViolation(wrapped, 'counters_id')).toBe(true);
  const circle = new Error('circle');
  circle.cause = new Error('back', { cause: circle });
  expect(sqlState(circle)).toBeUndefined();
});

test('what is not of PostgreSQL has no state', () => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  for (const error of [broken, undefined, null, 'text', { code: '23505', severity: 'ERROR' }]) {
    expect(sqlState(error)).toBeUndefined();
    expect(isRetryable(error)).toBe(false);
  }
});

test('a serialisation failure is retried and every increment counts', async () => {
  let runs = 0;
  const increment = () =>
    withTransaction(
      database.db,
      async (tx) => {
        runs += 1;
        const { rows } = await sql<{ value: number }>`select value from counters where id = 1`.execute(tx);
        await sql`select pg_sleep(0.02)`.execute(tx);
        await sql`update counters set value = ${(rows[0]?.value ?? 0) + 1} where id = 1`.execute(tx);
      },
      { isolation: 'serializable', retries: 50 },
    );
  await Promise.all([increment(), increment(), increment(), increment()]);
  const { rows } = await sql`select value from counters where id = 1`.execute(database.db);
  expect(rows).toEqual([{ value: 4 }]);
  expect(runs).toBeGreaterThan(4);
});

test('of two transactions in a deadlock both end well', async () => {
  let arrived = 0;
  let bothArrived = () => {};
  const meeting = new Promise<void>((resolve) => {
    bothArrived = resolve;
  });
  const lockBoth = (first: number, second: number) =>
    withTransaction(database.db, async (tx) => {
      await sql`update counters set value = value + 1 where id = ${first}`.execute(tx);
      arrived += 1;
      if (arrived === 2) bothArrived();
      await meeting;
      await sql`update counters set value = value + 1 where id = ${second}`.execute(tx);
    });
  await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
  const { rows } = await sql`select value from counters order by id`.execute(database.db);
  expect(rows).toEqual([{ value: 2 }, { value: 2 }]);
});

test('three retries, then the error itself; other errors at once', async () => {
  const raise = async (state: string) => {
    let runs = 0;
    const work = withTransaction(database.db, async (tx) => {
      runs += 1;
      await sql.raw(`do $$ begin raise sqlstate '${state}'; end $$`).execute(tx);
    });
    await expect(work).rejects.toMatchObject({ code: state });
    return runs;
  };
  expect(await raise('40001')).toBe(4);
  expect(await raise('40P01')).toBe(4);
  expect(await raise('23505')).toBe(1);
});

test('an error of the application rolls back and comes out unchanged', async () => {
  const refused = new Error('no');
  const work = withTransaction(database.db, async (tx) => {
    await sql`update counters set value = 9`.execute(tx);
    throw refused;
  });
  await expect(work).rejects.toBe(refused);
  const { rows } = await sql`select distinct value from counters`.execute(database.db);
  expect(rows).toEqual([{ value: 0 }]);
});

test('a read-only transaction refuses to write', async () => {
  const work = withTransaction(database.db, (tx) => sql`update counters set value = 1`.execute(tx), { readOnly: true });
  await expect(work).rejects.toMatchObject({ code: '25006' });
});

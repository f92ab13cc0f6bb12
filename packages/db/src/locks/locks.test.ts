import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { acquireLease, isLeaseHeld, lockTransaction, releaseLease, renewLease } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.db.deleteFrom('leases').execute());
afterAll(() => database.destroy());

const name = 'gateway:1';
const ttlMs = 60_000;

/** As if the time had passed: only the database's clock decides. */
async function expire(): Promise<void> {
  await sql`update leases set expires_at = clock_timestamp() - interval '1 second'`.execute(database.db);
}

test('one holder at a time; expiry by the clock of the database; the epoch grows with each change', async () => {
  const { db } = database;
  expect(await acquireLease(db, { name, holder: 'a', ttlMs })).toEqual({ epoch: 1 });
  expect(await acquireLease(db, { name, holder: 'b', ttlMs })).toBeNull();
  await expire();
  expect(await acquireLease(db, { name, holder: 'b', ttlMs })).toEqual({ epoch: 2 });
  expect(await acquireLease(db, { name, holder: 'a', ttlMs })).toBeNull();
  expect(await acquireLease(db, { name: 'gateway:2', holder: 'a', ttlMs })).toEqual({ epoch: 1 });
});

test('asking again extends under the same epoch; after expiry it is a new one', async () => {
  const { db } = database;
  const first = await acquireLease(db, { name, holder: 'a', ttlMs: 1000 });
  const before = await db.selectFrom('leases').select('expires_at').executeTakeFirstOrThrow();
  expect(await acquireLease(db, { name, holder: 'a', ttlMs })).toEqual(first);
  const after = await db.selectFrom('leases').select('expires_at').executeTakeFirstOrThrow();
  expect(after.expires_at.getTime()).toBeGreaterThan(before.expires_at.getTime());
  await expire();
  expect(await acquireLease(db, { name, holder: 'a', ttlMs })).toEqual({ epoch: 2 });
});

test('of many that ask at once exactly one gets it, also when it has just expired', async () => {
  const race = () =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) => acquireLease(database.db, { name, holder: `h${index}`, ttlMs })),
    );
  for (const epoch of [1, 2, 3]) {
    const winners = (await race()).filter((lease) => lease !== null);
    expect(winners).toEqual([{ epoch }]);
    await expire();
  }
});

test('only the holder of the current epoch renews and releases, and not after expiry', async () => {
  const { db } = database;
  await acquireLease(db, { name, holder: 'a', ttlMs });
  const mine = { name, holder: 'a', epoch: 1 };
  expect(await renewLease(db, { ...mine, ttlMs })).toBe(true);
  for (const other of [
    { ...mine, holder: 'b' },
    { ...mine, epoch: 2 },
    { ...mine, name: 'gateway:2' },
  ]) {
    expect(await renewLease(db, { ...other, ttlMs })).toBe(false);
    expect(await releaseLease(db, other)).toBe(false);
  }
  await expire();
  expect(await renewLease(db, { ...mine, ttlMs })).toBe(false);
  expect(await releaseLease(db, mine)).toBe(false);
});

test('a released lease is free at once and its epoch goes on', async () => {
  const { db } = database;
  await acquireLease(db, { name, holder: 'a', ttlMs });
  expect(await releaseLease(db, { name, holder: 'a', epoch: 1 })).toBe(true);
  expect(await acquireLease(db, { name, holder: 'b', ttlMs })).toEqual({ epoch: 2 });
  expect(await renewLease(db, { name, holder: 'a', epoch: 1, ttlMs })).toBe(false);
});

test('a write that checks its lease keeps others from taking it over until it commits', async () => {
  const { db } = database;
  await acquireLease(db, { name, holder: 'a', ttlMs: 150 });
  let takeover: Promise<{ epoch: number } | null> | undefined;
  let isTaken = false;
  await db.transaction().execute(async (tx) => {
    expect(await isLeaseHeld(tx, { name, holder: 'a', epoch: 1 })).toBe(true);
    await sql`select pg_sleep(0.2)`.execute(tx);
    takeover = acquireLease(db, { name, holder: 'b', ttlMs }).finally(() => {
      isTaken = true;
    });
    await sql`select pg_sleep(0.1)`.execute(tx);
    expect(isTaken).toBe(false);
  });
  expect(await takeover).toEqual({ epoch: 2 });
  await db.transaction().execute(async (tx) => {
    expect(await isLeaseHeld(tx, { name, holder: 'a', epoch: 1 })).toBe(false);
  });
});

test('a transaction lock lets one of a name through at a time, and other names pass', async () => {
  const { db } = database;
  await sql`create table counted (value int)`.execute(db);
  await sql`insert into counted values (0)`.execute(db);
  const readThenWrite = () =>
    db.transaction().execute(async (tx) => {
      await lockTransaction(tx, 'limit:user:1');
      const { rows } = await sql<{ value: number }>`select value from counted`.execute(tx);
      await sql`update counted set value = ${(rows[0]?.value ?? 0) + 1}`.execute(tx);
    });
  await Promise.all(Array.from({ length: 8 }, readThenWrite));
  const { rows } = await sql`select value from counted`.execute(db);
  expect(rows).toEqual([{ value: 8 }]);

  await db.transaction().execute(async (tx) => {
    await lockTransaction(tx, 'one');
    await db.transaction().execute((other) => lockTransaction(other, 'two'));
  });
});

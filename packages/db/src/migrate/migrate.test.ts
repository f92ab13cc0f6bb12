import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPoolSettings } from '../config/index.ts';
import { createDatabase, type DatabaseHandle } from '../database/index.ts';
import { migrations } from '../schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { migrate, migrationStatus, rollback } from './index.ts';

const names = Object.keys(migrations).sort();
let database: TestDatabase;
const opened: DatabaseHandle[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(opened.map((handle) => handle.destroy()));
  await database.destroy();
});

function openIn(schema: string): DatabaseHandle {
  const pool = { ...defaultPoolSettings, minConnections: 0, healthCheckSeconds: 0 };
  const handle = createDatabase({ primaryUrl: database.connectionString, replicaUrls: [], schema, pool });
  opened.push(handle);
  return handle;
}

async function tablesIn(schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = ${schema}`.execute(database.db);
  return rows.map(({ name }) => name);
}

test('the template is migrated, and migrating again does nothing', async () => {
  const status = await migrationStatus(database.db);
  expect(status.map(({ name }) => name)).toEqual(names);
  for (const { appliedAt } of status) expect(appliedAt).toBeInstanceOf(Date);
  expect(await migrate(database.db)).toEqual([]);
});

test('everything can be taken back, newest first, and applied again', async () => {
  const taken: string[] = [];
  for (let name = await rollback(database.db); name.length > 0; name = await rollback(database.db)) taken.push(...name);
  expect(taken).toEqual([...names].reverse());
  expect(await tablesIn('public')).toEqual(['kysely_migration', 'kysely_migration_lock']);
  expect((await migrationStatus(database.db)).every(({ appliedAt }) => appliedAt === null)).toBe(true);
  expect(await migrate(database.db)).toEqual(names);
});

test('a schema of its own is made, and nothing outside of it is used', async () => {
  const { db } = openIn('gate');
  expect((await migrationStatus(db)).every(({ appliedAt }) => appliedAt === null)).toBe(true);
  expect(await tablesIn('gate')).toEqual([]);
  expect(await migrate(db)).toEqual(names);
  expect(await tablesIn('gate')).toEqual(expect.arrayContaining(['leases', 'kysely_migration']));
  expect(await rollback(db)).toEqual(names.slice(-1));
  expect((await migrationStatus(database.db)).every(({ appliedAt }) => appliedAt !== null)).toBe(true);
});

test('several processes at once apply each migration once', async () => {
  const handles = Array.from({ length: 4 }, () => openIn('crowd'));
  const applied = await Promise.all(handles.map(({ db }) => migrate(db)));
  expect(applied.flat()).toEqual(names);
});

test('a failure names the migration and changes nothing', async () => {
  const { db } = openIn('broken');
  await sql`create schema broken`.execute(database.db);
  await sql`create table broken.leases (id int)`.execute(database.db);
  await expect(migrate(db)).rejects.toThrow(/^The migration 0001-foundation could not be applied: .* Nothing was/);
  expect(await tablesIn('broken')).not.toContain('users');
});

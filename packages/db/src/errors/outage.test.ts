import { describe, expect, it } from 'vitest';
import { createDatabase } from '../database/index.ts';
import { createTestDatabase } from '../testing/index.ts';
import { testConfig } from '../testing/test-config.ts';
import { isOutage } from './index.ts';

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('isOutage', () => {
  it('knows a database that nobody runs', async () => {
    const handle = createDatabase(testConfig('postgresql://nobody@127.0.0.1:1/nothing'));
    expect(isOutage(await errorOf(handle.pool.query('select 1')))).toBe(true);
    await handle.destroy();
  });

  it('knows a socket that is not there', async () => {
    const handle = createDatabase(testConfig('postgresql://nobody@127.0.0.1:1/nothing?host=/nowhere'));
    expect(isOutage(await errorOf(handle.pool.query('select 1')))).toBe(true);
    await handle.destroy();
  });

  it('knows a connection that was ended', async () => {
    const database = await createTestDatabase();
    const client = await database.pool.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const ended = errorOf(client.query('select pg_sleep(30)'));
    await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    expect(isOutage(await ended)).toBe(true);
    expect(isOutage(await errorOf(client.query('select 1')))).toBe(true);
    client.release(true);
    await database.destroy();
  });

  it('takes nothing else for one', async () => {
    const database = await createTestDatabase();
    for (const wrong of ['select', 'select 1/0', 'select * from nowhere'])
      expect(isOutage(await errorOf(database.pool.query(wrong)))).toBe(false);
    await database.destroy();
    expect(isOutage(new Error('anything'))).toBe(false);
    expect(isOutage(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false);
    expect(isOutage(null)).toBe(false);
  });
});

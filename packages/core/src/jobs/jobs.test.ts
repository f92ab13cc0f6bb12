import { withTransaction } from '@gatehouse/db/errors';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { createPgBossJobs, type JobHandlers } from './index.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

const errors: unknown[] = [];
const start = (isWorker: boolean) =>
  createPgBossJobs({
    db: test.services.db,
    schema: 'jobs',
    isWorker,
    onError: (error) => {
      errors.push(error);
    },
  });
const nothing: JobHandlers = {
  'remove-expired': async () => {},
  'reseal-secrets': async () => {},
  'confirm-user-removal': async () => {},
  'expire-client-keys': async () => {},
  'refresh-model-metadata': async () => {},
  'tidy-usage': async () => {},
};

it('starts in several processes at once, and leaves every connection usable', async () => {
  const { db } = test.services;
  const processes = await Promise.all([start(true), start(false), start(false), start(false)]);
  await Promise.all(Array.from({ length: 10 }, () => sql`select 1`.execute(db)));
  await Promise.all(processes.map((each) => each.stop()));
});

it('runs what was committed, not what was rolled back, and again what failed', async () => {
  const { db } = test.services;
  const [worker, other] = await Promise.all([start(true), start(false)]);
  await expect(
    withTransaction(db, async (tx) => {
      await other.enqueue(tx, 'confirm-user-removal', { userId: 'rolled back' });
      throw new Error('roll back');
    }),
  ).rejects.toThrow('roll back');
  await withTransaction(db, (tx) => other.enqueue(tx, 'confirm-user-removal', { userId: 'committed' }));
  const ran: string[] = [];
  await worker.work({
    ...nothing,
    'confirm-user-removal': async ({ userId }) => {
      ran.push(userId);
      if (ran.length === 1) throw new Error('not yet');
    },
  });
  await expect.poll(() => ran, { timeout: 25_000 }).toEqual(['committed', 'committed']);
  await Promise.all([worker.stop(), other.stop()]);
  expect(errors).toEqual([]);
});

it('lets a job wait for its time', async () => {
  const { db } = test.services;
  const worker = await start(true);
  const startAfter = new Date(Date.now() + 1500);
  const at: number[] = [];
  await worker.work({
    ...nothing,
    'expire-client-keys': async () => {
      at.push(Date.now());
    },
  });
  await withTransaction(db, (tx) => worker.enqueue(tx, 'expire-client-keys', {}, { startAfter }));
  await expect.poll(() => at.length, { timeout: 25_000 }).toBe(1);
  expect(at[0]).toBeGreaterThanOrEqual(startAfter.getTime());
  await worker.stop();
});

import { isUniqueViolation } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { JobData, JobHandlers, JobName, Jobs } from './index.ts';

type Retry = { retryLimit: number; retryDelay: number; retryBackoff?: true; retryDelayMax?: number };
const retry: Record<JobName, Retry> = {
  'remove-expired': { retryLimit: 2, retryDelay: 30 },
  'reseal-secrets': { retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 },
  'confirm-user-removal': { retryLimit: 1000, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 },
  'expire-client-keys': { retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 300 },
  'refresh-model-metadata': { retryLimit: 3, retryDelay: 600, retryBackoff: true, retryDelayMax: 7200 },
  'tidy-usage': { retryLimit: 2, retryDelay: 60 },
};
const schedules: Partial<Record<JobName, string>> = {
  'remove-expired': '17 * * * *',
  // Each key has a job of its own for its time; this finds those whose job was given up.
  'expire-client-keys': '*/5 * * * *',
  'refresh-model-metadata': '41 4 * * 1',
  'tidy-usage': '29 3 * * *',
};

export type PgBossJobs = Jobs & {
  /** Starts working off jobs in this process; every process may enqueue without. */
  work(handlers: JobHandlers): Promise<void>;
  stop(): Promise<void>;
};

type Executor = { executeSql(text: string, values?: unknown[]): Promise<{ rows: object[] }> };

const executorOf = (db: Kysely<Database>): Executor => ({
  executeSql: async (text, values) => {
    const { rows } = await db.executeQuery(CompiledQuery.raw(text, values ?? []));
    return { rows: rows as object[] };
  },
});

/** pg-boss sends whole scripts with `begin` in them: one that fails must not leave its connection inside. */
const poolExecutor = (db: Kysely<Database>): Executor => ({
  executeSql: (text, values) =>
    db.connection().execute(async (connection) => {
      try {
        return await executorOf(connection).executeSql(text, values);
      } catch (error) {
        await sql`rollback`.execute(connection);
        throw error;
      }
    }),
});

/** `if not exists` looks before it makes: of two processes at once one is told that the name exists. Then it does. */
async function makeSchema(db: Kysely<Database>, schema: string): Promise<void> {
  try {
    await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
  } catch (error) {
    if (!isUniqueViolation(error, 'pg_namespace_nspname_index')) throw error;
  }
}

/**
 * pg-boss over the application's own pool. `isWorker` decides who supervises: only processes that work off jobs keep
 * the clock and clean up.
 */
export async function createPgBossJobs(options: {
  db: Kysely<Database>;
  schema: string;
  isWorker: boolean;
  onError: (error: unknown) => void;
}): Promise<PgBossJobs> {
  const boss = new PgBoss({
    db: poolExecutor(options.db),
    schema: options.schema,
    supervise: options.isWorker,
    schedule: options.isWorker,
  });
  boss.on('error', options.onError);
  await makeSchema(options.db, options.schema);
  await boss.start();
  for (const name of Object.keys(retry) as JobName[]) await boss.createQueue(name, retry[name]);
  return {
    async enqueue(tx, name, data, options = {}) {
      await boss.send(name, data, { db: executorOf(tx), ...options });
    },
    async work(handlers) {
      for (const name of Object.keys(handlers) as JobName[]) {
        const handle = handlers[name] as (data: JobData[JobName]) => Promise<void>;
        await boss.work<JobData[JobName]>(name, { pollingIntervalSeconds: 2 }, async (jobs) => {
          for (const job of jobs) await handle(job.data);
        });
        const cron = schedules[name];
        if (cron !== undefined) await boss.schedule(name, cron, {});
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 4000 }),
  };
}

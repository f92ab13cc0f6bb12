import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { JobData, JobName, Jobs } from '../jobs/index.ts';

type EnqueuedJob = { name: JobName; data: JobData[JobName] };

/** Jobs in a table of their own, written in the caller's transaction and never run. */
export async function createTestJobs(
  db: Kysely<Database>,
): Promise<{ port: Jobs; enqueued: () => Promise<EnqueuedJob[]> }> {
  await sql`create table test_jobs (id bigserial primary key, name text not null, data jsonb not null)`.execute(db);
  return {
    port: {
      async enqueue(tx, name, data) {
        await sql`insert into test_jobs (name, data) values (${name}, ${JSON.stringify(data)})`.execute(tx);
      },
    },
    async enqueued() {
      const { rows } = await sql<EnqueuedJob>`select name, data from test_jobs order by id`.execute(db);
      return rows;
    },
  };
}

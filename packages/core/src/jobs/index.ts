import type { Database } from '@gatehouse/db/schema';
import type { Kysely } from 'kysely';

/** Every kind of background work and what it needs to know. */
export type JobData = {
  'remove-expired': Record<string, never>;
  'reseal-secrets': Record<string, never>;
  'confirm-user-removal': { userId: string };
  'expire-client-keys': Record<string, never>;
  'refresh-model-metadata': Record<string, never>;
  'tidy-usage': Record<string, never>;
};
export type JobName = keyof JobData;

/** Durable background work. A job is written in the caller's transaction: it exists if, and only if, that commits. */
export type Jobs = {
  /** `startAfter`: it waits until then. */
  enqueue<N extends JobName>(
    tx: Kysely<Database>,
    name: N,
    data: JobData[N],
    options?: { startAfter?: Date },
  ): Promise<void>;
};

/** A handler that throws is tried again with growing pauses. */
export type JobHandlers = { [N in JobName]: (data: JobData[N]) => Promise<void> };

export { createPgBossJobs } from './pg-boss.ts';

import { setTimeout as sleep } from 'node:timers/promises';
import type { IsolationLevel, Kysely, Transaction } from 'kysely';
import { isRetryable } from './sql-state.ts';

export interface TransactionOptions {
  isolation?: IsolationLevel;
  readOnly?: boolean;
  /** How often a serialisation failure or deadlock is tried again; 3 by default. */
  retries?: number;
}

/** Runs `fn` in a transaction. It may run more than once, so it must do nothing outside of the transaction. */
export async function withTransaction<DB, T>(
  db: Kysely<DB>,
  fn: (tx: Transaction<DB>) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { isolation, readOnly, retries = 3 } = options;
  for (let attempt = 0; ; attempt += 1) {
    let builder = db.transaction();
    if (isolation) builder = builder.setIsolationLevel(isolation);
    if (readOnly) builder = builder.setAccessMode('read only');
    try {
      return await builder.execute(fn);
    } catch (error) {
      if (attempt >= retries || !isRetryable(error)) throw error;
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool } from 'pg';

const retryAfterMs = 30_000;

interface Replica {
  pool: Pool;
  downUntil: number;
}

/**
 * Takes connections from the replicas in turn. A replica that refuses or loses one is left out for 30 seconds;
 * when none is left, the primary answers.
 */
export class ReplicaPool implements PostgresPool {
  readonly #primary: Pool;
  readonly #now: () => number;
  #replicas: Replica[] = [];
  #next = 0;

  constructor(primary: Pool, now: () => number = Date.now) {
    this.#primary = primary;
    this.#now = now;
  }

  /** Returns the function that marks this replica as down. */
  add(open: (markDown: () => void) => Pool): void {
    let replica: Replica | undefined;
    const markDown = () => {
      if (replica) replica.downUntil = this.#now() + retryAfterMs;
    };
    replica = { pool: open(markDown), downUntil: 0 };
    this.#replicas.push(replica);
  }

  async connect(): Promise<PostgresPoolClient> {
    const start = this.#next;
    this.#next = (this.#next + 1) % this.#replicas.length;
    for (let offset = 0; offset < this.#replicas.length; offset += 1) {
      const replica = this.#replicas[(start + offset) % this.#replicas.length];
      if (!replica || replica.downUntil > this.#now()) continue;
      try {
        return await replica.pool.connect();
      } catch {
        replica.downUntil = this.#now() + retryAfterMs;
      }
    }
    return this.#primary.connect();
  }

  /** Ends the replicas only: the primary belongs to someone else. */
  async end(): Promise<void> {
    await Promise.all(this.#replicas.map(({ pool }) => pool.end()));
    this.#replicas = [];
  }
}

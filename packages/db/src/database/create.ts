import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { withSearchPath, withServerOption } from '../config/search-path.ts';
import type { DatabaseConfig } from '../config/settings.ts';
import { createNotifications, type Notifications, type NotificationsOptions } from '../notifications/index.ts';
import type { Database } from '../schema/index.ts';
import { createPool } from './pool.ts';
import { ReplicaPool } from './replica-pool.ts';

export interface DatabaseOptions {
  /** Called for each SQL statement sent, `begin` and `commit` included. */
  onQuery?: (() => void) | undefined;
  /** A connection was lost; for a log line. The pool repairs itself. */
  onConnectionLost?: ((error: Error) => void) | undefined;
}

export interface DatabaseHandle {
  db: Kysely<Database>;
  /** For reads that may lag. The primary itself when there are no replicas, or none that answers. */
  replica: Kysely<Database>;
  /** The primary's pool. */
  pool: Pool;
  /** Opens one more connection to the primary, outside of the pool, that listens. */
  listen(options?: Omit<NotificationsOptions, 'connectionString'>): Notifications;
  destroy(): Promise<void>;
}

/** Opens nothing yet: the first query does. */
export function createDatabase(
  config: DatabaseConfig & { primaryUrl: string },
  options: DatabaseOptions = {},
): DatabaseHandle {
  const primaryUrl = withSearchPath(config.primaryUrl, config.schema);
  const pool = createPool(primaryUrl, config.pool, options);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const replicas = config.replicaUrls.length > 0 ? createReplicaPool(config, pool, options) : undefined;
  let ended: Promise<void> | undefined;
  return {
    db,
    replica: replicas ? new Kysely<Database>({ dialect: new PostgresDialect({ pool: replicas }) }) : db,
    pool,
    listen: (listenOptions) => createNotifications({ ...listenOptions, connectionString: primaryUrl }),
    // The pools directly: Kysely ends only those that it has used.
    destroy: () => {
      ended ??= Promise.all([replicas?.end(), pool.end()]).then(() => {});
      return ended;
    },
  };
}

function createReplicaPool(config: DatabaseConfig, primary: Pool, options: DatabaseOptions): ReplicaPool {
  const replicas = new ReplicaPool(primary);
  for (const url of config.replicaUrls) {
    replicas.add((markDown) => {
      const onConnectionLost = (error: Error) => {
        markDown();
        options.onConnectionLost?.(error);
      };
      // Also where the replica could be written to: a write there would be lost, or divide the two.
      const readOnlyUrl = withServerOption(withSearchPath(url, config.schema), 'default_transaction_read_only=on');
      return createPool(readOnlyUrl, config.pool, { ...options, onConnectionLost });
    });
  }
  return replicas;
}

import { join } from 'node:path';
import type { Log } from '@gatehouse/core/context';
import { createDatabase, type DatabaseHandle } from '@gatehouse/db/database';
import { startEmbedded } from '@gatehouse/db/embedded';
import { migrate } from '@gatehouse/db/migrate';
import type { Config } from '../config/index.ts';
import type { Closing } from '../start/closing.ts';

/** The database that the environment names, else the embedded one; migrated. */
export async function openDatabase(
  config: Pick<Config, 'database' | 'dataDir'>,
  { log, closing, onQuery }: { log: Log; closing: Closing; onQuery?: (() => void) | undefined },
): Promise<DatabaseHandle> {
  const primaryUrl = config.database.primaryUrl ?? (await openEmbedded(config.dataDir, log, closing));
  const database = createDatabase(
    { ...config.database, primaryUrl },
    { onQuery, onConnectionLost: (error) => log.warn({ err: error }, 'A database connection was lost') },
  );
  closing.add('connections', 'database pool', () => database.destroy());
  const applied = await migrate(database.db);
  if (applied.length > 0) log.info({ migrations: applied }, 'Migrated the database');
  return database;
}

async function openEmbedded(dataDir: string, log: Log, closing: Closing): Promise<string> {
  const embedded = await startEmbedded({
    dataDir: join(dataDir, 'postgres'),
    log: (message) => log.info({}, message),
  });
  closing.add('postgres', 'embedded PostgreSQL', () => embedded.stop());
  if (embedded.wasAdopted) log.info({}, 'Adopted the embedded PostgreSQL that an earlier start left running');
  return embedded.connectionString;
}

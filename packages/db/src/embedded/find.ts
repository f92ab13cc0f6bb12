import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { readPassword } from './cluster.ts';
import { folders } from './folders.ts';
import { connectionStringFor } from './owner.ts';
import { findPostmaster } from './postmaster.ts';

/** The address of a server that already runs on this folder, whoever owns it; null when there is none. */
export async function findEmbedded({ dataDir }: { dataDir: string }): Promise<{ connectionString: string } | null> {
  const folder = resolve(dataDir);
  const found = await findPostmaster(folder);
  if (!found?.isReady) return null;
  const connectionString = connectionStringFor(folder, found, await readPassword(folder));
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  await client.end();
  return { connectionString };
}

/** Whether a cluster was ever made in this folder. */
export async function embeddedExists({ dataDir }: { dataDir: string }): Promise<boolean> {
  return access(join(folders(resolve(dataDir)).cluster, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

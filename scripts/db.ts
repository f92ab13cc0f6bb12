import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabaseConfig } from '@gatehouse/db/config';
import { createDatabase, type DatabaseHandle } from '@gatehouse/db/database';
import { embeddedExists, findEmbedded, startEmbedded } from '@gatehouse/db/embedded';
import { migrate, migrationStatus, rollback } from '@gatehouse/db/migrate';

const usage = 'Usage: npm run db -- migrate | status | rollback [--data-dir <folder>]';

const actions = {
  migrate,
  rollback,
  status: async () => [],
} satisfies Record<string, (db: DatabaseHandle['db']) => Promise<string[]>>;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'data-dir': { type: 'string' } } });
  const [name, ...rest] = positionals;
  if (!isAction(name) || rest.length > 0) throw new Error(usage);
  const config = readDatabaseConfig(process.env);
  const address =
    config.primaryUrl === null || values['data-dir'] !== undefined
      ? await openEmbedded(values['data-dir'] ?? process.env.GATEHOUSE_DATA_DIR ?? '.gatehouse', name)
      : { connectionString: config.primaryUrl, stop: async () => {} };
  try {
    await run(name, createDatabase({ ...config, primaryUrl: address.connectionString, replicaUrls: [] }));
  } finally {
    await address.stop();
  }
}

async function run(name: keyof typeof actions, database: DatabaseHandle): Promise<void> {
  try {
    await actions[name](database.db);
    for (const { name: migration, appliedAt } of await migrationStatus(database.db)) {
      console.log(`[${appliedAt ? 'applied' : 'pending'}] ${migration}`);
    }
  } finally {
    await database.destroy();
  }
}

/** The server that runs there already, for example for a running Gatehouse, else one for the time of this command. */
async function openEmbedded(gatehouseDir: string, name: string) {
  const dataDir = join(gatehouseDir, 'postgres');
  if (name !== 'migrate' && !(await embeddedExists({ dataDir }))) {
    throw new Error(`There is no database in ${dataDir} yet. Make it with: npm run db -- migrate`);
  }
  const running = await findEmbedded({ dataDir });
  if (running) return { ...running, stop: async () => {} };
  return startEmbedded({ dataDir, log: (message) => console.error(message) });
}

function isAction(name: string | undefined): name is keyof typeof actions {
  return name !== undefined && Object.hasOwn(actions, name);
}

main().catch((error: unknown) => {
  console.error(describe(error));
  process.exitCode = 1;
});

// A refused connection to a name with several addresses is an AggregateError with an empty message.
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join('; ');
  return error instanceof Error ? error.message : String(error);
}

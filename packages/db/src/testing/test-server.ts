import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from '../database/index.ts';
import { startEmbedded } from '../embedded/index.ts';
import { isProcessAlive } from '../embedded/postmaster.ts';
import { migrate } from '../migrate/index.ts';
import { testConfig } from './test-config.ts';

export interface TestServer {
  /** A database with all migrations applied that nobody may connect to, only clone. */
  templateUrl: string;
  stop(): Promise<void>;
}

const prefix = 'gatehouse-test-postgres-';

/** An embedded server in a temporary folder, or the one that TEST_DATABASE_URL names, with a template to clone. */
export async function startTestServer(): Promise<TestServer> {
  const own = process.env.TEST_DATABASE_URL;
  const server = own ? { connectionString: own, stop: async () => {} } : await startInTemporaryFolder();
  const template = await createTemplate(server.connectionString);
  return {
    templateUrl: template.url,
    stop: async () => {
      await template.drop();
      await server.stop();
    },
  };
}

async function startInTemporaryFolder() {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const settings = { max_connections: '300', shared_buffers: '64MB', max_wal_size: '4GB' };
  const server = await startEmbedded({ dataDir, log: () => {}, sync: false, settings });
  return {
    connectionString: server.connectionString,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

// A test run that was killed leaves its server running.
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0;
    if (!pid || isProcessAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    const abandoned = await startEmbedded({ dataDir, log: () => {}, sync: false }).catch(() => undefined);
    await abandoned?.stop();
    await rm(dataDir, { recursive: true, force: true }).catch(() => {});
  }
}

async function createTemplate(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `gatehouse_template_${randomBytes(6).toString('hex')}`;
  await execute(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const handle = createDatabase(testConfig(url.toString()));
  await migrate(handle.db);
  await handle.destroy();
  // Whoever is connected to a template keeps others from cloning it.
  await execute(adminUrl, `alter database ${name} is_template true allow_connections false`);
  return {
    url: url.toString(),
    drop: async () => {
      await execute(adminUrl, `alter database ${name} is_template false`);
      await execute(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

export async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

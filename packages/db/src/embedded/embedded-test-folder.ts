import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach } from 'vitest';
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
const created: string[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A folder that everybody may pass through. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-test-'));
  await chmod(folder, 0o755);
  created.push(folder);
  return folder;
}

/** For `afterAll`: several tests may follow one folder. */
export async function removeFolders(): Promise<void> {
  for (const folder of created.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** Stopped after the test. */
export async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase> {
  const server = await startEmbedded({ dataDir, log: () => {}, sync: false, ...options });
  cleanups.push(() => server.stop());
  return server;
}

export interface Holder {
  process: ChildProcess;
  answer: { connectionString?: string; wasAdopted?: boolean; error?: string };
  /** As a crash does it: no handler runs. */
  kill(): Promise<void>;
}

/** Another process that starts the server of this folder and stays. */
export async function startHolder(dataDir: string): Promise<Holder> {
  const script = fileURLToPath(new URL('./hold-open.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  cleanups.push(kill);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { process: child, answer: JSON.parse(String(line)), kill };
}

export async function query<T extends pg.QueryResultRow>(connectionString: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

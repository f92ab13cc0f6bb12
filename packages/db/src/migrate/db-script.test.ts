import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '../embedded/index.ts';
import { migrations } from '../schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

const names = Object.keys(migrations).sort();
const applied = names.map((name) => `[applied] ${name}\n`).join('');
const newestPending = [...names.slice(0, -1).map((name) => `[applied] ${name}\n`), `[pending] ${names.at(-1)}\n`].join(
  '',
);
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-db-script-'));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function run(args: string[], environment: Record<string, string>): Promise<Outcome> {
  const script = fileURLToPath(new URL('../../../../scripts/db.ts', import.meta.url));
  const { DATABASE_URL: _, DB_PRIMARY: __, ...inherited } = process.env;
  const options = { cwd: folder, env: { ...inherited, ...environment } };
  const tsx = import.meta.resolve('tsx');
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', tsx, script, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('rollback, status and migrate work on DATABASE_URL', async () => {
  const env = { DATABASE_URL: database.connectionString };
  expect(await run(['rollback'], env)).toEqual({ code: 0, stdout: newestPending, stderr: '' });
  expect(await run(['status'], env)).toEqual({ code: 0, stdout: newestPending, stderr: '' });
  expect(await run(['migrate'], env)).toEqual({ code: 0, stdout: applied, stderr: '' });
});

test('without an address it works on the embedded database, started for the command or running', async () => {
  const missing = await run(['status'], {});
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toContain('There is no database in .gatehouse/postgres yet');
  expect(await run(['migrate'], {})).toEqual({ code: 0, stdout: applied, stderr: '' });

  const running = await startEmbedded({ dataDir: join(folder, '.gatehouse', 'postgres'), log: () => {}, sync: false });
  const env = { GATEHOUSE_DATA_DIR: join(folder, '.gatehouse') };
  expect(await run(['status'], env)).toEqual({ code: 0, stdout: applied, stderr: '' });
  await running.stop();
  const elsewhere = await run(['status', '--data-dir', 'elsewhere'], {});
  expect(elsewhere.stderr).toContain('There is no database in elsewhere/postgres yet');
});

test('what is wrong is one sentence without a value, and exit code 1', async () => {
  const wrong = await run(['status'], { DATABASE_URL: 'mysql://app:sk-test@host/db' });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/^DATABASE_URL must be a PostgreSQL address .*\.\n$/);
  expect(wrong.stderr).not.toContain('sk-test');
  expect(await run(['drop'], {})).toMatchObject({ code: 1, stderr: expect.stringContaining('Usage: npm run db') });
});

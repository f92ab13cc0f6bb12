import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from './embedded-test-folder.ts';
import { startEmbedded } from './index.ts';
import { findPostmaster } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
let dataDir: string;
let connectionString: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  process.env.GATEHOUSE_TEST_CANARY = 'sk-test-environment';
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-test-'));
  ({ connectionString, stop } = await startEmbedded({ dataDir, log: () => {}, sync: false }));
});
afterAll(async () => {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('who may read and who may connect', async () => {
  const modes = async (name: string) => (await stat(join(dataDir, name))).mode & 0o777;
  expect(await modes('password')).toBe(0o600);
  expect(await modes('server.log')).toBe(0o600);
  expect(await modes('cluster')).toBe(0o700);
  expect(await modes('socket')).toBe(0o700);

  const password = (await readFile(join(dataDir, 'password'), 'utf8')).trim();
  expect(Buffer.from(password, 'base64url')).toHaveLength(32);
  const wrong = new URL(connectionString);
  wrong.password = 'sk-test-wrong';
  await expect(query(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' });

  const [settings] = await query(
    connectionString,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
       (select string_agg(distinct auth_method, ',') from pg_hba_file_rules) as methods,
       (select rolpassword like 'SCRAM-SHA-256%' from pg_authid where rolname = current_user) as "isScram"`,
  );
  expect(settings).toEqual({
    addresses: '127.0.0.1',
    sockets: `"${join(dataDir, 'socket')}"`,
    methods: 'scram-sha-256',
    isScram: true,
  });
});

test('text has all alphabets, and the order is the same on every machine', async () => {
  const [row] = await query(connectionString, "select lower('ÄÖ') as lower, upper('ß') as upper, 'Z' < 'a' as less");
  expect(row).toEqual({ lower: 'äö', upper: 'ß', less: true });
});

test('statements and values stay out of the log, and our environment out of the server', async () => {
  await query(connectionString, 'create table secrets (value text primary key)');
  await query(connectionString, "insert into secrets values ('sk-test-canary')");
  await expect(query(connectionString, "insert into secrets values ('sk-test-canary')")).rejects.toThrow('duplicate');
  const log = await readFile(join(dataDir, 'server.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('sk-test-canary');
  if (process.platform === 'linux') {
    const pid = (await findPostmaster(dataDir))?.pid;
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('sk-test-environment');
    const password = new URL(connectionString).password;
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(password);
  }
});

test.runIf(isRoot)('root gives the server to somebody without rights', async () => {
  expect((await stat(join(dataDir, 'cluster'))).uid).toBe(65534);
  expect((await stat(join(dataDir, 'password'))).uid).toBe(0);
  const pid = (await findPostmaster(dataDir))?.pid;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
  expect(status).toMatch(/^Gid:\t65534\t65534\t65534\t65534$/m);
  expect(status).toMatch(/^Groups:\s*$/m);
});

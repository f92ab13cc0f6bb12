import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadPackagedBinaries, NoBinariesError } from './binaries.ts';
import { createFolder, query, removeFolders, start } from './embedded-test-folder.ts';
import { startEmbedded } from './index.ts';

const isRoot = process.getuid?.() === 0;

afterAll(removeFolders);
afterEach(() => {
  vi.unstubAllEnvs();
});

test('a machine without binaries is told to bring its own PostgreSQL', async () => {
  const loading = loadPackagedBinaries('sunos', 'sparc');
  await expect(loading).rejects.toThrow(NoBinariesError);
  await expect(loading).rejects.toThrow(
    'There is no embedded PostgreSQL for sunos-sparc. Set DATABASE_URL to your own PostgreSQL 15 or newer',
  );
});

test('binaries that do not run here are named as the reason', async () => {
  const folder = await createFolder();
  await mkdir(join(folder, 'bin'));
  const program = (name: string) => join(folder, 'bin', name);
  await writeFile(program('postgres'), '#!/no/such/loader\n', { mode: 0o755 });
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), pg_ctl: program('pg_ctl') };
  const starting = start(join(folder, 'data'), { loadBinaries: async () => binaries });
  await expect(starting).rejects.toThrow('The embedded PostgreSQL does not run on this machine. Set DATABASE_URL to');
});

describe('with a cluster that was made before', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await createFolder();
    const server = await startEmbedded({ dataDir, log: () => {}, sync: false });
    await server.stop();
  });

  test('a server that cannot start shows the end of its log', async () => {
    const starting = start(dataDir, { settings: { shared_buffers: '1kB' } });
    await expect(starting).rejects.toThrow(/did not start \(exit 1\)[\s\S]*shared_buffers/);
  });

  test('a lost password file is said, not replaced', async () => {
    await rm(join(dataDir, 'password'));
    await expect(start(dataDir)).rejects.toThrow(`cannot be read from ${join(dataDir, 'password')}`);
    expect(await readdir(dataDir)).not.toContain('password');
  });

  test('data of another version is not touched', async () => {
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '12\n');
    await expect(start(dataDir)).rejects.toThrow(/is of PostgreSQL 12, but this Gatehouse brings PostgreSQL \d+/);
  });
});

test.runIf(isRoot)('a folder that the server cannot reach is named, with what to do', async () => {
  const closed = await createFolder();
  await chmod(closed, 0o700);
  const starting = start(join(closed, 'data'));
  await expect(starting).rejects.toThrow(`may not pass through ${closed} to`);
  await expect(starting).rejects.toThrow(`chmod o+x ${closed}`);
  await chmod(closed, 0o711);
  expect(await query((await start(join(closed, 'data'))).connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)('programs that the server cannot reach are copied once to where it can', async () => {
  const folder = await createFolder();
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const { postgres } = await loadPackagedBinaries();
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await cp(dirname(dirname(postgres)), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  const program = (name: string) => join(closed, 'native', 'bin', name);
  const loadBinaries = async () => ({
    initdb: program('initdb'),
    postgres: program('postgres'),
    pg_ctl: program('pg_ctl'),
  });
  const lines: string[] = [];
  const options = { loadBinaries, log: (line: string) => lines.push(line) };
  const restart = async () => {
    const server = await start(join(folder, 'data'), options);
    expect(await query(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  };

  await restart();
  await restart();
  expect(lines).toEqual([expect.stringContaining('Copying PostgreSQL to')]);
  const [copy, ...others] = await readdir(temporary);
  expect(others).toEqual([]);

  await rm(join(temporary, String(copy), 'share'), { recursive: true });
  await restart();
  expect(lines).toHaveLength(2);
  expect(await readdir(temporary)).toEqual([copy]);

  await chmod(join(temporary, String(copy)), 0o777);
  await restart();
  expect(lines).toHaveLength(3);
});

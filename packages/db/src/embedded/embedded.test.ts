import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFolder, query, removeFolders, start, startHolder } from './embedded-test-folder.ts';
import { folders } from './folders.ts';
import { embeddedExists, findEmbedded, InUseError } from './index.ts';
import { findPostmaster, isProcessAlive } from './postmaster.ts';

afterAll(removeFolders);

describe('the life of one folder', () => {
  let dataDir: string;
  let address: string;
  const values = (connectionString: string) => query(connectionString, 'select value from kept');

  beforeAll(async () => {
    dataDir = join(await createFolder(), 'new', 'postgres');
  });

  test('the first start makes a cluster, whatever an earlier one that was killed left lying about', async () => {
    expect(await embeddedExists({ dataDir })).toBe(false);
    expect(await findEmbedded({ dataDir })).toBeNull();
    await mkdir(join(dataDir, 'cluster.init-999999999-abcd'), { recursive: true });
    const server = await start(dataDir);
    address = server.connectionString;
    expect(server.wasAdopted).toBe(false);
    await query(address, 'create table kept as select 42 as value');
    expect(await findEmbedded({ dataDir })).toEqual({ connectionString: address });
    expect((await readdir(dataDir)).sort()).toEqual(['cluster', 'password', 'port', 'server.log', 'socket']);
  });

  test('a stop ends the server, the next start has the data at the same address', async () => {
    const first = await start(dataDir);
    const pid = (await findPostmaster(dataDir))?.pid ?? 0;
    await Promise.all([first.stop(), first.stop()]);
    expect(isProcessAlive(pid)).toBe(false);
    expect(await findPostmaster(dataDir)).toBeUndefined();
    expect(await embeddedExists({ dataDir })).toBe(true);

    const second = await start(dataDir);
    expect(second.connectionString).toBe(address);
    expect(await values(address)).toEqual([{ value: 42 }]);
  });

  test('an owner whose connection is cut stays the owner', async () => {
    await start(dataDir);
    const owners = "from pg_stat_activity where application_name ~ '^gatehouse owner'";
    await query(address, `select pg_terminate_backend(pid) ${owners}`);
    await vi.waitFor(async () => expect(await query(address, `select ${owners}`)).toHaveLength(1));
    await expect(start(dataDir)).rejects.toThrow(InUseError);
  });

  test('a second owner is refused with the folder and the process; a killed one leaves a server to adopt', async () => {
    const holder = await startHolder(dataDir);
    expect(holder.answer).toEqual({ wasAdopted: false, connectionString: address });
    await expect(start(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} is in use by another Gatehouse (process ${holder.process.pid})`,
    );
    const before = await findPostmaster(dataDir);
    await holder.kill();

    const adopted = await start(dataDir);
    expect(adopted).toMatchObject({ wasAdopted: true, connectionString: address });
    expect((await findPostmaster(dataDir))?.pid).toBe(before?.pid);
    expect(await values(address)).toEqual([{ value: 42 }]);
    await adopted.stop();
    expect(isProcessAlive(before?.pid ?? 0)).toBe(false);
  });

  test('the number of a dead server that another program has now does not hinder', async () => {
    const first = await start(dataDir);
    const text = await readFile(folders(dataDir).pidFile, 'utf8');
    await first.stop();
    await writeFile(folders(dataDir).pidFile, text.replace(/^\d+/, String(process.ppid)));
    const { port } = new URL(first.connectionString);
    await writeFile(join(folders(dataDir).socket, `.s.PGSQL.${port}.lock`), `${process.ppid}\n`);
    await start(dataDir);
    expect(await values(address)).toEqual([{ value: 42 }]);
  });

  test('a port that is taken meanwhile is replaced by another one', async () => {
    const port = Number(new URL(address).port);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const server = await start(dataDir);
    expect(new URL(server.connectionString).port).not.toBe(String(port));
    expect(await values(server.connectionString)).toEqual([{ value: 42 }]);
    other.close();
  });
});

const peer = 'select inet_client_addr() is null as "isLocal"';

test.runIf(process.platform !== 'win32')(
  'the address goes by the socket, and without its last part by TCP',
  async () => {
    const { connectionString } = await start(await createFolder());
    const url = new URL(connectionString);
    expect(await query(connectionString, peer)).toEqual([{ isLocal: true }]);
    url.search = '';
    expect(await query(url.toString(), peer)).toEqual([{ isLocal: false }]);
  },
);

test('in a folder whose name is too long for a socket everything goes by TCP', async () => {
  const dataDir = join(await createFolder(), 'a-long-name-'.repeat(8), 'postgres');
  const first = await start(dataDir);
  expect(new URL(first.connectionString).search).toBe('');
  expect(await query(first.connectionString, peer)).toEqual([{ isLocal: false }]);
  expect(await findEmbedded({ dataDir })).toEqual({ connectionString: first.connectionString });
});

test('a server that listens elsewhere is adopted by TCP', async () => {
  const dataDir = await createFolder();
  const holder = await startHolder(dataDir);
  await holder.kill();
  const { pidFile } = folders(dataDir);
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, lines.with(4, '').join('\n'));
  const adopted = await start(dataDir);
  expect(adopted.wasAdopted).toBe(true);
  expect(await query(adopted.connectionString, peer)).toEqual([{ isLocal: false }]);
});

test('of several first starts at once on one folder exactly one wins', async () => {
  const dataDir = await createFolder();
  const results = await Promise.allSettled([start(dataDir), start(dataDir), start(dataDir)]);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(errors).toEqual([expect.any(InUseError), expect.any(InUseError)]);
  const winner = results.find((result) => result.status === 'fulfilled');
  expect(await query(winner?.value.connectionString ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
});

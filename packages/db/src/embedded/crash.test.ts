import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createFolder, query, removeFolders, start } from './embedded-test-folder.ts';
import { folders } from './folders.ts';
import { findPostmaster, findZombie } from './postmaster.ts';

afterAll(removeFolders);

/** Inserts 1, 2, 3 … until told to stop, connecting again as often as needed; returns what was acknowledged. */
function startWriter(connectionString: string) {
  const acknowledged: number[] = [];
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 2000 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let isStopping = false;
  const running = (async () => {
    for (let value = 1; !isStopping; value += 1) {
      await pool.query('insert into written values ($1)', [value]).then(
        () => acknowledged.push(value),
        () => sleep(5),
      );
    }
    await pool.end();
  })();
  const stop = () => {
    isStopping = true;
    return running;
  };
  return { acknowledged, stop };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

test('a server that is killed while it writes is started again and has lost nothing that it acknowledged', async () => {
  const dataDir = await createFolder();
  const lines: string[] = [];
  const server = await start(dataDir, { sync: true, log: (line) => lines.push(line) });
  await query(server.connectionString, 'create table written (value int primary key)');
  const restarts = () => lines.filter((line) => line.includes('runs again')).length;
  const writer = startWriter(server.connectionString);
  const pids = new Set<number>();
  for (let round = 1; round <= 3; round += 1) {
    const count = writer.acknowledged.length;
    await until(() => writer.acknowledged.length > count + 50);
    const before = await findPostmaster(dataDir);
    pids.add(before?.pid ?? 0);
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await until(() => restarts() === round);
  }
  const count = writer.acknowledged.length;
  await until(() => writer.acknowledged.length > count + 50);
  await writer.stop();
  expect(pids.size).toBe(3);
  const rows = await query<{ value: number }>(server.connectionString, 'select value from written');
  const found = new Set(rows.map(({ value }) => value));
  expect(writer.acknowledged.filter((value) => !found.has(value))).toEqual([]);

  await server.stop();
  expect(await findPostmaster(dataDir)).toBeUndefined();
  expect(restarts()).toBe(3);
});

test.runIf(process.platform === 'linux')(
  'a killed server that nobody has waited for does not keep the next one away',
  async () => {
    const dataDir = await createFolder();
    await (await start(dataDir)).stop();
    // A parent that never waits, as the first process of many containers.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = await once(parent.stdout, 'data');
      await writeFile(folders(dataDir).pidFile, `${Number(line)}\n`);
      while ((await findZombie(dataDir)) === undefined) await sleep(5);
      const server = await start(dataDir);
      expect(server.wasAdopted).toBe(false);
      expect(await query(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);

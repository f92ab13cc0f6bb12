import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPoolSettings } from '@gatehouse/db/config';
import { createDatabase, type DatabaseHandle } from '@gatehouse/db/database';
import { startEmbedded } from '@gatehouse/db/embedded';
import { migrate } from '@gatehouse/db/migrate';
import { sql } from 'kysely';

/** A cluster of its own that writes everything to disk, as in production; it can be made to crash. */
export type ChaosDatabase = {
  url: string;
  handle: DatabaseHandle;
  /** Ends the server in one of its ways; it starts again by itself. */
  crash(signal: 'SIGKILL' | 'SIGINT' | 'SIGQUIT'): Promise<void>;
  /** Runs until it succeeds: the server may be starting. */
  insist<T>(query: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

export async function openDatabase(): Promise<ChaosDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-chaos-'));
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const settings = { max_connections: '100', shared_buffers: '64MB' };
  const server = await startEmbedded({ dataDir, log: () => {}, settings });
  const pool = { ...defaultPoolSettings, maxConnections: 6, minConnections: 0, healthCheckSeconds: 0 };
  const handle = createDatabase({ primaryUrl: server.connectionString, replicaUrls: [], schema: null, pool });
  await migrate(handle.db);
  await watchWishes(handle);
  await watchLeases(handle);
  return {
    url: server.connectionString,
    handle,
    insist,
    async crash(signal) {
      const pid = await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
      const number = Number(pid.split('\n')[0]);
      if (number > 1) signalTo(number, signal);
    },
    async stop() {
      await handle.destroy();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended already and is starting again.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function insist<T>(query: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await query();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The database itself notes when something was wanted, when it was confirmed, and what had to wait for a person: no process has to be alive for that. */
async function watchWishes({ db }: DatabaseHandle): Promise<void> {
  await sql`create table chaos_wishes (
    entry_id uuid not null, generation integer not null,
    wanted_at timestamptz not null, applied_at timestamptz, primary key (entry_id, generation))`.execute(db);
  await sql`create table chaos_held (status text not null)`.execute(db);
  await sql`create function chaos_watch() returns trigger language plpgsql as $$ begin
    if tg_op = 'INSERT' or new.generation <> old.generation then
      insert into chaos_wishes values (new.id, new.generation, clock_timestamp(), null) on conflict do nothing;
    end if;
    if tg_op = 'UPDATE' and new.status in ('conflict', 'rejected') and new.status <> old.status then
      insert into chaos_held values (new.status);
    end if;
    if new.status = 'applied' and new.observed_generation = new.generation then
      update chaos_wishes set applied_at = clock_timestamp()
      where entry_id = new.id and generation = new.generation and applied_at is null;
    end if;
    return null;
  end $$`.execute(db);
  await sql`create trigger chaos_watch after insert or update on gateway_entries
    for each row execute function chaos_watch()`.execute(db);
}

/** Who had which turn at a gateway, and until when. The processes name themselves in their connections. */
async function watchLeases({ db }: DatabaseHandle): Promise<void> {
  await sql`create table chaos_leases (
    name text not null, epoch bigint not null, process text not null,
    from_at timestamptz not null, until_at timestamptz not null, primary key (name, epoch))`.execute(db);
  await sql`create function chaos_turns() returns trigger language plpgsql as $$ begin
    insert into chaos_leases values
      (new.name, new.epoch, current_setting('application_name'), clock_timestamp(), new.expires_at)
    on conflict (name, epoch) do update set until_at = excluded.until_at;
    return null;
  end $$`.execute(db);
  await sql`create trigger chaos_turns after insert or update on leases
    for each row execute function chaos_turns()`.execute(db);
}

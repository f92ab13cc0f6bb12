import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { createNotifications, maxPayloadBytes, type Notifications, notify } from './index.ts';

let database: TestDatabase;
const opened: Notifications[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => Promise.all(opened.splice(0).map((notifications) => notifications.close())));
afterAll(() => database.destroy());

async function listen(onGap = () => {}, heartbeatMs?: number) {
  const notifications = database.listen({ onGap, shortestPauseMs: 5, heartbeatMs });
  opened.push(notifications);
  const received: string[] = [];
  notifications.on('changes', (payload) => received.push(payload));
  await notifications.ready();
  return { notifications, received };
}

async function killListeners(): Promise<number> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'gatehouse notifications' and datname = current_database()`.execute(database.db);
  return rows.length;
}

test('what is sent arrives in order, on its channel only', async () => {
  const { notifications, received } = await listen();
  const others: string[] = [];
  notifications.on('Other "Channel"', (payload) => others.push(payload));
  await notifications.ready();
  await notify(database.db, 'changes', 'one');
  await notify(database.db, 'Other "Channel"', 'elsewhere');
  await notify(database.db, 'changes', 'two');
  await vi.waitFor(() => expect(received).toEqual(['one', 'two']));
  expect(others).toEqual(['elsewhere']);
});

test('a transaction sends at commit, and nothing after a rollback', async () => {
  const { received } = await listen();
  const refused = database.db.transaction().execute(async (tx) => {
    await notify(tx, 'changes', 'rolled back');
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  await database.db.transaction().execute(async (tx) => {
    await notify(tx, 'changes', 'committed');
    await notify(database.db, 'changes', 'meanwhile');
    await vi.waitFor(() => expect(received).toEqual(['meanwhile']));
  });
  await vi.waitFor(() => expect(received).toEqual(['meanwhile', 'committed']));
});

test('a lost connection tells of the gap twice and listens again', async () => {
  const onGap = vi.fn();
  const { notifications, received } = await listen(onGap);
  expect(onGap).not.toHaveBeenCalled();
  expect(await killListeners()).toBe(1);
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledTimes(2));
  await notifications.ready();
  await notify(database.db, 'changes', 'after');
  await vi.waitFor(() => expect(received).toEqual(['after']));
});

test('a handler that was taken away hears nothing, one that throws harms nobody', async () => {
  const onError = vi.fn();
  const notifications = createNotifications({ connectionString: database.connectionString, onError });
  opened.push(notifications);
  const removed = vi.fn();
  notifications.on('changes', removed)();
  notifications.on('changes', () => {
    throw new Error('broken handler');
  });
  const healthy = vi.fn();
  notifications.on('changes', healthy);
  await notifications.ready();
  await notify(database.db, 'changes', 'x');
  await vi.waitFor(() => expect(healthy).toHaveBeenCalledWith('x'));
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'broken handler' }));
  expect(removed).not.toHaveBeenCalled();
});

test('a database that is away is tried again, and closing ends that', async () => {
  const onError = vi.fn();
  const onGap = vi.fn();
  const connectionString = 'postgresql://a:b@127.0.0.1:1/c';
  const notifications = createNotifications({ connectionString, onError, onGap, shortestPauseMs: 1 });
  await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(2));
  await notifications.close();
  const attempts = onError.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(onError).toHaveBeenCalledTimes(attempts);
  expect(onGap).not.toHaveBeenCalled();
});

test('the heartbeat leaves a healthy connection alone', async () => {
  const onGap = vi.fn();
  const { received } = await listen(onGap, 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await notify(database.db, 'changes', 'still here');
  await vi.waitFor(() => expect(received).toEqual(['still here']));
  expect(onGap).not.toHaveBeenCalled();
});

test('a connection that has gone silent is replaced', async () => {
  const proxy = await startProxy(database.connectionString);
  const onGap = vi.fn();
  const notifications = createNotifications({
    connectionString: proxy.connectionString,
    onGap,
    heartbeatMs: 20,
    heartbeatTimeoutMs: 300,
  });
  opened.push(notifications);
  const received: string[] = [];
  notifications.on('changes', (payload) => received.push(payload));
  await notifications.ready();
  proxy.silence();
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledTimes(2), 5000);
  await notifications.ready();
  await notify(database.db, 'changes', 'after');
  await vi.waitFor(() => expect(received).toEqual(['after']));
  await notifications.close();
  proxy.close();
});

/** Forwards to the database until `silence`, which leaves the present connections open but dead. */
async function startProxy(target: string) {
  const { hostname, port } = new URL(target);
  let isSilent = false;
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname);
    const wasSilent = isSilent;
    const isCut = () => isSilent !== wasSilent;
    socket.on('data', (chunk) => isCut() || upstream.write(chunk));
    upstream.on('data', (chunk) => isCut() || socket.write(chunk));
    for (const end of [socket, upstream]) end.on('error', () => {});
    sockets.push(socket, upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  url.searchParams.delete('host');
  return {
    connectionString: url.toString(),
    silence: () => {
      isSilent = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('too long a payload is refused before it is sent, and the longest arrives', async () => {
  const { received } = await listen();
  await expect(notify(database.db, 'changes', 'é'.repeat(4000))).rejects.toThrow('at most 7999 bytes');
  await notify(database.db, 'changes', 'x'.repeat(maxPayloadBytes));
  await vi.waitFor(() => expect(received.map((payload) => payload.length)).toEqual([maxPayloadBytes]));
});

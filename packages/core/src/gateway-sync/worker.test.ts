import { acquireLease, releaseLease } from '@gatehouse/db/locks';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClientKey } from '../client-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createSyncWorker } from './index.ts';
import { asWriter } from './lease.ts';
import { restMs } from './worker.ts';

let rig: TestGateway;
beforeEach(async () => {
  rig = await createTestGateway();
});
afterEach(() => rig.destroy());

it('outlives a database that is away when it looks again after another process was busy', async () => {
  await acquireLease(rig.services.db, { name: `gateway-sync:${rig.gateway.id}`, holder: 'another', ttlMs: 60_000 });
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  let looks = 0;
  const get = async (): Promise<never> => {
    looks += 1;
    throw new Error('connect ECONNREFUSED');
  };
  const worker = createSyncWorker({ ...rig.services, cache: { ...rig.services.cache, get } });
  try {
    worker.start();
    worker.wake(rig.gateway.id);
    // Two by the clock, and one because the other process was busy.
    await vi.waitFor(() => expect(looks).toBeGreaterThanOrEqual(3), 10_000);
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    await worker.stop();
    process.off('unhandledRejection', unhandled);
  }
});

it('stops only when it asks the database nothing any more, which may end right then', async () => {
  // Nothing is due, so it is not a run that it waits for.
  await rig.settle();
  const order: string[] = [];
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const due = vi.fn(async () => {
    await asked;
    order.push('looked');
    return [];
  });
  const pass = { run: async () => ({ ok: true as const, writes: 0 }), due };
  const worker = createSyncWorker({ ...rig.services, passes: [pass] });
  worker.start();
  await vi.waitFor(() => expect(due).toHaveBeenCalled());
  const stopped = worker.stop().then(() => order.push('stopped'));
  setTimeout(answer, 20);
  await stopped;
  expect(order).toEqual(['looked', 'stopped']);
});

it('takes over what another process left when it hands the gateway back', async () => {
  await rig.settle();
  const name = `gateway-sync:${rig.gateway.id}`;
  const held = await acquireLease(rig.services.db, { name, holder: 'another', ttlMs: 60_000 });
  const worker = createSyncWorker(rig.services);
  try {
    worker.start();
    const ctx = { ...rig.contextOf(await rig.createUser()), wakeSync: worker.wake };
    const { key } = await createClientKey(ctx, { name: 'Laptop', waitMs: 300 });
    expect(rig.double.clientKeys()).not.toContain(key);
    await releaseLease(rig.services.db, { name, holder: 'another', epoch: held?.epoch ?? 0 });
    await vi.waitFor(() => expect(rig.double.clientKeys()).toContain(key), 10_000);
  } finally {
    await worker.stop();
  }
});

it('hands a gateway back as soon as the database answers again, not only when its lease runs out', async () => {
  const { services, gateway } = rig;
  const answer = await asWriter(services, gateway.id, async () => {
    await sql`alter table leases rename to leases_away`.execute(services.db);
    return 'done';
  });
  expect(answer).toBe('done');
  await sql`alter table leases_away rename to leases`.execute(services.db);
  expect(await asWriter(services, gateway.id, async () => 'again', { patienceMs: 5000 })).toBe('again');
});

it('rests under a stream until fifty wakes are one run and for as long as it worked; never when few wait', () => {
  expect(restMs(0, 100)).toBe(0);
  expect(restMs(2, 100)).toBe(0);
  expect(restMs(80, 100)).toBe(100);
  expect(restMs(5, 100)).toBe(150);
  expect(restMs(5, 400)).toBe(400);
  expect(restMs(5, 4000)).toBe(500);
});

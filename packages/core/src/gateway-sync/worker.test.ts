import { acquireLease } from '@gatehouse/db/locks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createSyncWorker } from './index.ts';

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

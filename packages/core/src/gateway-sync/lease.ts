import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLease, releaseLease, renewLease } from '@gatehouse/db/locks';
import type { Services } from '../context/index.ts';
import type { Fence } from './repository.ts';

/** By the database's clock. Renewed while a run lasts: a process that dies is replaced after this long. */
const leaseMs = 10_000;

/** Proof of being the one writer of a gateway, and whether that is still so. */
export type Writer = { fence: Fence; mayWrite: () => Promise<boolean> };

/** Runs `work` as the one writer of this gateway; null if somebody else was it all the time. */
export async function asWriter<T>(
  { db }: Pick<Services, 'db'>,
  gatewayId: string,
  work: (writer: Writer) => Promise<T>,
  { patienceMs = 0 }: { patienceMs?: number } = {},
): Promise<T | null> {
  const name = `gateway-sync:${gatewayId}`;
  const holder = randomBytes(9).toString('base64url');
  const deadline = Date.now() + patienceMs;
  let lease = await acquireLease(db, { name, holder, ttlMs: leaseMs });
  while (!lease) {
    if (Date.now() >= deadline) return null;
    await sleep(50 + Math.random() * 100);
    lease = await acquireLease(db, { name, holder, ttlMs: leaseMs });
  }
  const fence: Fence = { name, holder, epoch: lease.epoch };
  const renew = () => renewLease(db, { ...fence, ttlMs: leaseMs });
  const keepAlive = setInterval(() => void renew().catch(() => {}), leaseMs / 3);
  try {
    return await work({ fence, mayWrite: renew });
  } finally {
    clearInterval(keepAlive);
    await handBack(db, fence);
  }
}

/** Where the database is away right now, as soon as it answers: nobody has to wait until the lease runs out. */
async function handBack(db: Services['db'], fence: Fence): Promise<void> {
  try {
    await releaseLease(db, fence);
  } catch {
    void handBackLater(db, fence);
  }
}

async function handBackLater(db: Services['db'], fence: Fence): Promise<void> {
  const runsOutAt = Date.now() + leaseMs;
  while (Date.now() < runsOutAt) {
    await sleep(200, undefined, { ref: false });
    const isAnswered = await releaseLease(db, fence).then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
  }
}

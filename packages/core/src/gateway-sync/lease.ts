import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLease, releaseLease, renewLease } from '@gatehouse/db/locks';
import type { Services } from '../context/index.ts';
import type { Fence } from './repository.ts';

/** By the database's clock. Renewed while a run lasts: a process that dies is replaced after this long. */
const leaseMs = 10_000;

/**
 * Proof of being the one writer of a gateway, and whether that is still so. `predecessor`: who was it right before; null
 * where that is not certain.
 */
export type Writer = {
  fence: Fence;
  predecessor: Pick<Fence, 'holder' | 'epoch'> | null;
  mayWrite: () => Promise<boolean>;
  /** The same for right before a write: asks the database only if it has not for a while, as after standing still. */
  isStillWriter: () => Promise<boolean>;
};

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
  let before = await lastHolder(db, name);
  let askedAt = performance.now();
  let lease = await acquireLease(db, { name, holder, ttlMs: leaseMs });
  while (!lease) {
    if (Date.now() >= deadline) return null;
    await sleep(50 + Math.random() * 100);
    before = await lastHolder(db, name);
    askedAt = performance.now();
    lease = await acquireLease(db, { name, holder, ttlMs: leaseMs });
  }
  const fence: Fence = { name, holder, epoch: lease.epoch };
  // Each take-over makes the epoch one greater: if it is, nobody came between the look and the taking.
  const predecessor = before && before.epoch === lease.epoch - 1 ? before : null;
  let renewedAt = askedAt;
  const renew = async () => {
    const startedAt = performance.now();
    const isHeld = await renewLease(db, { ...fence, ttlMs: leaseMs });
    if (isHeld) renewedAt = startedAt;
    return isHeld;
  };
  const isStillWriter = async () => performance.now() - renewedAt < leaseMs / 2 || renew();
  const keepAlive = setInterval(() => void renew().catch(() => {}), leaseMs / 3);
  try {
    return await work({ fence, predecessor, mayWrite: renew, isStillWriter });
  } finally {
    clearInterval(keepAlive);
    await handBack(db, fence);
  }
}

async function lastHolder(db: Services['db'], name: string): Promise<Writer['predecessor']> {
  const row = await db.selectFrom('leases').select(['holder', 'epoch']).where('name', '=', name).executeTakeFirst();
  return row ? { holder: row.holder, epoch: Number(row.epoch) } : null;
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

import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const bytesPerId = 16;
// Asking for random bytes costs the same for one id as for many.
const pool = Buffer.alloc(bytesPerId * 128);
let at = pool.length;
let msecs = 0;
let seq = 0;

/** A UUIDv7: ids of one process sort in the order in which they were made. */
export function newId(): string {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const random = pool.subarray(at, at + bytesPerId);
  at += bytesPerId;
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = random.readUInt32BE(6) & 0x7f_ff_ff_ff;
  } else {
    seq = (seq + 1) | 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ random, msecs, seq });
}

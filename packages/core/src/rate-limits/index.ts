import type { Database } from '@gatehouse/db/schema';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import { fail } from '../errors/index.ts';
import type { Hmac } from '../secrets/index.ts';
import { type RateLimitPreset, rateLimitPresets } from './presets.ts';
import { countAttempt } from './repository.ts';

export { addressSubject } from './address.ts';
export { type RateLimit, type RateLimitPreset, rateLimitPresets } from './presets.ts';
export { removeClosedWindows } from './repository.ts';

/** Limits that all processes share. */
export type RateLimits = {
  /** Counts one attempt of this subject (an address, an e-mail, a user id) or throws `too_many_requests`. */
  consume(preset: RateLimitPreset, subject: string): Promise<void>;
};

/** Counted in the database; only an HMAC of the subject is kept. Once refused, a process refuses without asking again. */
export function createRateLimits({ db, hmac }: { db: Kysely<Database>; hmac: Hmac }): RateLimits {
  const closed = new LRUCache<string, number>({ max: 10_000, ttl: 1, ttlAutopurge: false });
  return {
    async consume(preset, subject) {
      const { limit, windowSeconds } = rateLimitPresets[preset];
      const subjectHmac = hmac('rate-limit', `${preset}\0${subject}`);
      const key = `${preset}:${subjectHmac.toString('base64')}`;
      const msLeft = closed.has(key) ? closed.getRemainingTTL(key) : 0;
      if (msLeft > 0) throw tooMany(Math.ceil(msLeft / 1000));
      const { count, secondsLeft } = await countAttempt(db, { preset, subjectHmac, windowSeconds });
      if (count <= limit) return;
      closed.set(key, count, { ttl: secondsLeft * 1000 });
      throw tooMany(secondsLeft);
    },
  };
}

const tooMany = (retryAfterSeconds: number) =>
  fail('too_many_requests', `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, { retryAfterSeconds });

function inWords(seconds: number): string {
  if (seconds === 1) return 'a second';
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

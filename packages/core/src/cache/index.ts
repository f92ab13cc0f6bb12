import { notify } from '@gatehouse/db/notifications';
import type { Database } from '@gatehouse/db/schema';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { CacheTag } from './keys.ts';

export { type CacheTag, cacheKeys, cacheTags } from './keys.ts';

export const cacheChannel = 'gatehouse_cache';

export type CacheEntry<T> = {
  key: string;
  /** What the value depends on. A function where only the value tells; null from it keeps the value from being stored. */
  tags: readonly CacheTag[] | ((value: T) => readonly CacheTag[] | null);
  ttlMs: number;
  /** For a value that is large: what is used least goes when all of them together are too large. */
  bytesOf?: (value: T) => number;
  load: () => Promise<T>;
};

/**
 * Memory of this process, dropped by tag. One load at a time for a key; bounded; an invalidation during a load keeps
 * the loaded value from being stored, so nothing older than the invalidation is ever served after it.
 */
export type Cache = {
  get<T>(entry: CacheEntry<T>): Promise<T>;
  /** Without loading; undefined if it is not there. */
  peek<T>(key: string): T | undefined;
  /** In a transaction: every process hears of it when, and only if, the transaction commits. */
  invalidate(db: Kysely<Database>, tags: readonly CacheTag[]): Promise<void>;
  /** This process only, at once: after commit (so that the writer reads its own write), or on hearing of it. */
  drop(tags: readonly CacheTag[]): void;
  /** After messages may have been missed. */
  clear(): void;
};

type Stored = { value: unknown; tags: readonly CacheTag[]; stamp: number; expiresAt: number };
// NOTIFY carries less than 8000 bytes; a tag takes about 50.
const tagsPerMessage = 140;
const mostBytes = 256 * 1024 * 1024;
const fewBytes = 256;

/** `tags` null: not known before the value is there. */
type Flight = { promise: Promise<unknown>; stamp: number; tags: readonly CacheTag[] | null };

export function createCache(options: { maxEntries?: number; maxBytes?: number; now?: () => number } = {}): Cache {
  const now = options.now ?? Date.now;
  const { maxEntries: max = 40_000, maxBytes: maxSize = mostBytes } = options;
  const entries = new LRUCache<string, Stored>({ max, maxSize });
  const loads = new Map<string, Flight>();
  // Invalidations are counted. A forgotten tag counts as dropped at `floor`: forgetting may drop too much, never too little.
  let counter = 0;
  let floor = 0;
  const droppedAt = new LRUCache<string, number>({
    max: 50_000,
    dispose: (value, _tag, reason) => {
      if (reason === 'evict') floor = Math.max(floor, value);
    },
  });
  const isFresh = (tags: readonly CacheTag[], stamp: number) =>
    floor <= stamp && tags.every((tag) => (droppedAt.peek(tag) ?? 0) <= stamp);

  const canJoin = ({ tags, stamp }: Flight) => (tags ? isFresh(tags, stamp) : stamp === counter);

  const read = (key: string): Stored | undefined => {
    const stored = entries.get(key);
    if (!stored) return undefined;
    if (stored.expiresAt > now() && isFresh(stored.tags, stored.stamp)) return stored;
    entries.delete(key);
    return undefined;
  };

  const load = async <T>({ key, tags, ttlMs, bytesOf, load: run }: CacheEntry<T>): Promise<T> => {
    const stamp = counter;
    const promise = run();
    const flight: Flight = { promise, stamp, tags: typeof tags === 'function' ? null : tags };
    loads.set(key, flight);
    try {
      const value = await promise;
      const known = typeof tags === 'function' ? tags(value) : tags;
      if (known && isFresh(known, stamp)) {
        const stored = { value, tags: known, stamp, expiresAt: now() + ttlMs };
        entries.set(key, stored, { size: fewBytes + (bytesOf?.(value) ?? 0) });
      }
      return value;
    } finally {
      if (loads.get(key) === flight) loads.delete(key);
    }
  };

  return {
    async get<T>(entry: CacheEntry<T>): Promise<T> {
      const stored = read(entry.key);
      if (stored) return stored.value as T;
      const flight = loads.get(entry.key);
      if (flight && canJoin(flight)) return flight.promise as Promise<T>;
      return load(entry);
    },
    peek: <T>(key: string) => read(key)?.value as T | undefined,
    async invalidate(db, tags) {
      for (let start = 0; start < tags.length; start += tagsPerMessage)
        await notify(db, cacheChannel, JSON.stringify(tags.slice(start, start + tagsPerMessage)));
    },
    drop(tags) {
      counter += 1;
      for (const tag of tags) droppedAt.set(tag, counter);
    },
    clear() {
      counter += 1;
      floor = counter;
      entries.clear();
    },
  };
}

import { withTransaction } from '@gatehouse/db/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { type Cache, type CacheTag, cacheTags, createCache } from './index.ts';

const tag = cacheTags.user('1');
const otherTag = cacheTags.user('2');

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

const entry = <T>(load: () => Promise<T>, tags: readonly CacheTag[] = [tag]) => ({ key: 'k', tags, ttlMs: 1000, load });

describe('get', () => {
  it('loads once for many, and keeps the value for its time', async () => {
    let now = 0;
    const cache = createCache({ now: () => now });
    const load = vi.fn(async () => load.mock.calls.length);
    const values = await Promise.all(Array.from({ length: 50 }, () => cache.get(entry(load))));
    expect(new Set(values)).toEqual(new Set([1]));
    now = 999;
    expect(await cache.get(entry(load))).toBe(1);
    expect(cache.peek('k')).toBe(1);
    now = 1000;
    expect(cache.peek('k')).toBeUndefined();
    expect(await cache.get(entry(load))).toBe(2);
  });

  it('keeps no failure, and tells it to all who waited', async () => {
    const cache = createCache();
    const { promise, reject } = deferred<number>();
    const waiting = [cache.get(entry(() => promise)), cache.get(entry(() => promise))];
    reject(new Error('no'));
    for (const each of await Promise.allSettled(waiting)) expect(each.status).toBe('rejected');
    expect(await cache.get(entry(async () => 2))).toBe(2);
    await expect(
      createCache().get(
        entry(() => {
          throw new Error('at once');
        }),
      ),
    ).rejects.toThrow('at once');
  });

  it('lets go of what was used least when large values take too much room', async () => {
    const cache = createCache({ maxBytes: 10_000 });
    const keep = (key: string, bytes: number) =>
      cache.get({ key, tags: [], ttlMs: 1000, bytesOf: () => bytes, load: async () => key });
    await keep('small', 10);
    for (const key of ['first', 'second', 'third']) {
      await keep(key, 4000);
      expect(cache.peek('small')).toBe('small');
      await keep('small', 10);
    }
    expect(['first', 'second', 'third'].map((key) => cache.peek(key))).toEqual([undefined, 'second', 'third']);
    expect(await keep('larger than all the room', 20_000)).toBe('larger than all the room');
    expect(cache.peek('small')).toBe('small');
  });

  it('is bounded', async () => {
    const cache = createCache({ maxEntries: 10 });
    for (let index = 0; index < 100; index += 1)
      await cache.get({ key: `k${index}`, tags: [], ttlMs: 1000, load: async () => index });
    const kept = Array.from({ length: 100 }, (_, index) => cache.peek(`k${index}`)).filter(
      (each) => each !== undefined,
    );
    expect(kept).toHaveLength(10);
  });

  it('takes the tags from the value where only the value tells them', async () => {
    const cache = createCache();
    const load = vi.fn(async () => ({ userId: '1' }));
    const byValue = { key: 'k', ttlMs: 1000, load, tags: ({ userId }: { userId: string }) => [cacheTags.user(userId)] };
    await Promise.all([cache.get(byValue), cache.get(byValue)]);
    cache.drop([otherTag]);
    await cache.get(byValue);
    expect(load).toHaveBeenCalledTimes(1);
    cache.drop([tag]);
    await cache.get(byValue);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not keep a value without tags of its own', async () => {
    const cache = createCache();
    const load = vi.fn(async () => null);
    for (let count = 0; count < 3; count += 1) await cache.get({ key: 'k', ttlMs: 1000, load, tags: () => null });
    expect(load).toHaveBeenCalledTimes(3);
  });
});

describe('drop and clear', () => {
  it('forgets what has the tag, and only that', async () => {
    const cache = createCache();
    await cache.get(entry(async () => 1, [tag, otherTag]));
    await cache.get({ ...entry(async () => 1, [otherTag]), key: 'other' });
    cache.drop([tag]);
    expect([cache.peek('k'), cache.peek('other')]).toEqual([undefined, 1]);
    cache.clear();
    expect(cache.peek('other')).toBeUndefined();
  });

  it.each([
    ['drop', (cache: Cache) => cache.drop([tag])],
    ['clear', (cache: Cache) => cache.clear()],
  ])('%s keeps a value that was being loaded from being stored or joined', async (_, forget) => {
    const cache = createCache();
    const old = deferred<string>();
    const first = cache.get(entry(() => old.promise));
    forget(cache);
    const second = cache.get(entry(async () => 'new'));
    expect(await second).toBe('new');
    old.resolve('old');
    expect(await first).toBe('old');
    expect(cache.peek('k')).toBe('new');
  });

  it('never serves what is older than an invalidation, in any order of events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat(3), { maxLength: 40 }),
        fc.boolean(),
        async (s, steps, byValue) => {
          const cache = createCache();
          let version = 0;
          const reads: Promise<void>[] = [];
          const tags = byValue ? () => [tag] : [tag];
          const read = async () => {
            const atLeast = version;
            const load = () => s.schedule(Promise.resolve(version));
            expect(await cache.get({ key: 'k', tags, ttlMs: 1e9, load })).toBeGreaterThanOrEqual(atLeast);
          };
          for (const step of steps) {
            if (step <= 1) reads.push(read());
            if (step === 2) {
              version += 1;
              cache.drop([tag]);
            }
            if (step === 3 && s.count() > 0) await s.waitOne();
          }
          await s.waitAll();
          await Promise.all(reads);
        },
      ),
    );
  });

  it('may forget an invalidation only by dropping more', async () => {
    const cache = createCache();
    const old = deferred<string>();
    const reading = cache.get(entry(() => old.promise));
    cache.drop([tag]);
    for (let index = 0; index < 60_000; index += 1) cache.drop([cacheTags.gateway(`${index}`)]);
    old.resolve('old');
    await reading;
    expect(cache.peek('k')).toBeUndefined();
  });
});

describe('invalidate', () => {
  let test: TestServices;
  beforeAll(async () => {
    test = await createTestServices();
  });
  afterAll(() => test.destroy());

  it('reaches other processes when the transaction commits, and not when it rolls back', async () => {
    const { db, cache } = test.services;
    const other = (await test.anotherProcess()).cache;
    await other.get(entry(async () => 1));
    await other.get({ ...entry(async () => 1, [otherTag]), key: 'other' });
    await expect(
      withTransaction(db, async (tx) => {
        await cache.invalidate(tx, [otherTag]);
        throw new Error('roll back');
      }),
    ).rejects.toThrow('roll back');
    await withTransaction(db, (tx) => cache.invalidate(tx, [tag]));
    await expect.poll(() => other.peek('k'), { timeout: 10_000 }).toBeUndefined();
    expect(other.peek('other')).toBe(1);
  });
});

import { getBundle } from '../../packages/core/src/bundles/index.ts';
import { cacheKeys, cacheTags } from '../../packages/core/src/cache/index.ts';
import type { Context, Services } from '../../packages/core/src/context/index.ts';
import { median, round } from './numbers.ts';
import { outside, type Person } from './people.ts';

const samples = 100;

/** One person's bundle is dropped everywhere and rendered again, beside the kept bundles of ten and of ten thousand others. */
export async function measureInvalidations(services: Services, person: Person): Promise<Record<string, number>> {
  const ctx: Context = { ...outside(services, 0), actor: person.actor };
  await timesOf(ctx, person, 10);
  return {
    invalidationMs10Principals: round(median(await timesOf(ctx, person, 10))),
    invalidationMs10kPrincipals: round(median(await timesOf(ctx, person, 10_000))),
  };
}

async function timesOf(ctx: Context, { actor }: Person, others: number): Promise<number[]> {
  const bundle = await getBundle(ctx, { format: 'opencode' });
  const keys = await keep(ctx, { bundle, others });
  const tags = [cacheTags.user(actor.userId)];
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const startedAt = performance.now();
    await ctx.cache.invalidate(ctx.db, tags);
    ctx.cache.drop(tags);
    await getBundle(ctx, { format: 'opencode' });
    times.push(performance.now() - startedAt);
  }
  if (keys.some((key) => ctx.cache.peek(key) === undefined))
    throw new Error("Another person's bundle was dropped too.");
  return times;
}

/** As they are kept for people who have asked. */
async function keep(
  { cache }: Context,
  { bundle, others }: { bundle: Awaited<ReturnType<typeof getBundle>>; others: number },
): Promise<string[]> {
  const { id } = bundle.gateway;
  const keys: string[] = [];
  for (let index = 0; index < others; index += 1) {
    const userId = `other-${index}`;
    const key = cacheKeys.bundleRevision(userId, id, bundle.format);
    const tags = [cacheTags.user(userId), cacheTags.gateways, cacheTags.gateway(id), cacheTags.models(id)];
    await cache.get({ key, tags, ttlMs: 5 * 60_000, load: async () => bundle.revision });
    keys.push(key);
  }
  return keys;
}

import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { findInstallation } from './repository.ts';

/** For anyone: whether there is an owner already. */
export async function getSetupStatus(ctx: Pick<Context, 'db' | 'cache'>): Promise<{ isClaimed: boolean }> {
  return ctx.cache.get({
    key: cacheKeys.setupStatus,
    tags: [cacheTags.installation],
    ttlMs: 60_000,
    load: async () => ({ isClaimed: Boolean((await findInstallation(ctx.db))?.claimed_at) }),
  });
}

import type { Bundle, BundleFormat, KeyPlacement } from '@gatehouse/contracts/bundles';
import { permitUser } from '../authorization/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { loadSources } from './load-sources.ts';
import { renderBundle } from './render.ts';

/**
 * The one function behind preview, version check, download and CLI. Kept for each person until one of its inputs changes:
 * a warm call asks neither database nor gateway, and answers the same object.
 */
export async function getBundle(
  ctx: Context,
  input: { format: BundleFormat; gatewayId?: string | undefined; keyPlacement?: KeyPlacement | undefined },
): Promise<Bundle> {
  const actor = permitUser(ctx, 'bundles:read-own');
  const keyPlacement = input.keyPlacement ?? 'inline';
  const gateway = await resolveGateway(ctx, input.gatewayId);
  return ctx.cache.get({
    key: cacheKeys.bundle(actor.userId, gateway.id, `${input.format} ${keyPlacement}`),
    tags: [
      cacheTags.user(actor.userId),
      cacheTags.choices(actor.userId),
      cacheTags.modelMetadata,
      cacheTags.gateways,
      cacheTags.gateway(gateway.id),
      cacheTags.models(gateway.id),
    ],
    ttlMs: 5 * 60_000,
    load: async () => ({
      ...renderBundle(input.format, await loadSources(ctx, gateway, { userId: actor.userId, keyPlacement })),
      isStale: gateway.health !== 'healthy',
    }),
  });
}

import type { Bundle, BundleFormat } from '@gatehouse/contracts/bundles';
import { permitUser } from '../authorization/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import { ownClientKey } from '../client-keys/index.ts';
import type { Context, Services } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import type { ActiveGateway } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { catalogueOf } from '../models/index.ts';
import { renderBundle } from './render.ts';
import type { BundleSources } from './sources.ts';

/**
 * The one function behind preview, version check, download and CLI. Kept for each person until one of its inputs changes:
 * a warm call asks neither database nor gateway, and answers the same object.
 */
export async function getBundle(
  ctx: Context,
  input: { format: BundleFormat; gatewayId?: string | undefined },
): Promise<Bundle> {
  const actor = permitUser(ctx, 'bundles:read-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  return ctx.cache.get({
    key: cacheKeys.bundle(actor.userId, gateway.id, input.format),
    tags: [
      cacheTags.user(actor.userId),
      cacheTags.gateways,
      cacheTags.gateway(gateway.id),
      cacheTags.models(gateway.id),
    ],
    ttlMs: 5 * 60_000,
    load: async () => ({
      ...renderBundle(input.format, await loadSources(ctx, gateway, actor.userId)),
      isStale: gateway.health !== 'healthy',
    }),
  });
}

async function loadSources(services: Services, gateway: ActiveGateway, userId: string): Promise<BundleSources> {
  const own = await ownClientKey(services, userId, gateway.id);
  if (!own)
    throw fail(
      'no_client_key',
      `You have no client key for “${gateway.name}”. Create one: gatehouse keys create <name>, or “Client keys” in the dashboard.`,
      {},
    );
  const models = await catalogueOf(services, gateway.id);
  if (!models.some((model) => model.kind === 'chat'))
    throw fail('catalogue_unavailable', `“${gateway.name}” offers no models yet. Contribute a provider key first.`, {});
  return { gateway: { id: gateway.id, name: gateway.name, baseUrl: gateway.baseUrl }, clientKey: own.key, models };
}

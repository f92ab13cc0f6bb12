import type { Bundle, BundleFormat, KeyPlacement } from '@gatehouse/contracts/bundles';
import { permitUser } from '../authorization/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { peekGateway, resolveGateway } from '../gateways/index.ts';
import { loadSources } from './load-sources.ts';
import { renderBundle } from './render.ts';

type BundleInput = {
  format: BundleFormat;
  gatewayId?: string | undefined;
  keyPlacement?: KeyPlacement | undefined;
};

const ttlMs = 5 * 60_000;

/**
 * The one function behind preview, version check, download and CLI. Kept for each person until one of its inputs changes:
 * a warm call asks neither database nor gateway, and answers the same object.
 */
export async function getBundle(ctx: Context, input: BundleInput): Promise<Bundle> {
  const { userId, keyPlacement, gateway, tags } = await placeOf(ctx, input);
  return ctx.cache.get({
    key: cacheKeys.bundle(userId, gateway.id, nameOf(input)),
    tags,
    ttlMs,
    // The object, and its bytes as they are sent.
    bytesOf: ({ files }) => files.reduce((sum, { content }) => sum + 2 * content.length, 0),
    load: async () => ({
      ...renderBundle(input.format, await loadSources(ctx, gateway, { userId, keyPlacement })),
      isStale: gateway.health !== 'healthy',
    }),
  });
}

/** Only its revision: small enough to be kept for everybody, where the largest bundles are kept for the most active. */
export async function getBundleRevision(ctx: Context, input: BundleInput): Promise<string> {
  const { userId, gateway, tags } = await placeOf(ctx, input);
  return ctx.cache.get({
    key: cacheKeys.bundleRevision(userId, gateway.id, nameOf(input)),
    tags,
    ttlMs,
    load: async () => (await getBundle(ctx, input)).revision,
  });
}

/** The same at once, from memory alone; undefined where it is not there. */
export function peekBundleRevision(ctx: Pick<Context, 'actor' | 'cache'>, input: BundleInput): string | undefined {
  const { userId } = permitUser(ctx, 'bundles:read-own');
  const gateway = peekGateway(ctx, input.gatewayId);
  return gateway && ctx.cache.peek<string>(cacheKeys.bundleRevision(userId, gateway.id, nameOf(input)));
}

const nameOf = ({ format, keyPlacement = 'inline' }: BundleInput): string => `${format} ${keyPlacement}`;

/** Whose bundle it is, at which gateway, and what it depends on. */
async function placeOf(ctx: Context, input: BundleInput) {
  const { userId } = permitUser(ctx, 'bundles:read-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const tags = [
    cacheTags.user(userId),
    cacheTags.choices(userId),
    cacheTags.modelMetadata,
    cacheTags.gateways,
    cacheTags.gateway(gateway.id),
    cacheTags.models(gateway.id),
  ];
  return { userId, keyPlacement: input.keyPlacement ?? 'inline', gateway, tags };
}

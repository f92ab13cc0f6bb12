import { permitUser } from '../authorization/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { defined } from './files.ts';
import { cautiousContext, kimiProviders } from './kimi-providers.ts';
import { loadSources } from './load-sources.ts';
import { entryFor } from './protocol.ts';
import type { BundleModel, BundleSources } from './sources.ts';

type RegistryModel = Record<string, unknown>;
type RegistryProvider = { id: string; name: string; type: string; api: string; models: Record<string, RegistryModel> };

/** Providers by their id, in the form of https://models.dev/api.json with the wire type of Kimi Code 2.1 (`type`). */
export type ModelRegistry = Record<string, RegistryProvider>;

/** Kept like a bundle, by the person and until an input changes. */
export async function getModelRegistry(
  ctx: Context,
  input: { gatewayId?: string | undefined },
): Promise<ModelRegistry> {
  const actor = permitUser(ctx, 'bundles:read-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  return ctx.cache.get({
    key: cacheKeys.bundle(actor.userId, gateway.id, 'registry'),
    tags: [
      cacheTags.user(actor.userId),
      cacheTags.gateways,
      cacheTags.gateway(gateway.id),
      cacheTags.models(gateway.id),
    ],
    ttlMs: 5 * 60_000,
    load: async () =>
      registryOf(await loadSources(ctx, gateway, { userId: actor.userId, keyPlacement: 'environment' })),
  });
}

/** Pure. Holds no key: the client has the one with which it asked. */
export function registryOf(sources: BundleSources): ModelRegistry {
  const registry: ModelRegistry = {};
  for (const model of sources.models.filter(({ kind }) => kind === 'chat')) {
    const { name: id, type, tail } = entryFor(kimiProviders, model.id);
    registry[id] ??= { id, name: sources.gateway.name, type, api: sources.gateway.baseUrl + tail, models: {} };
    registry[id].models[model.id] = modelOf(model);
  }
  return registry;
}

const modelOf = (model: BundleModel): RegistryModel => ({
  id: model.id,
  name: model.displayName,
  tool_call: model.hasTools,
  reasoning: model.hasReasoning,
  modalities: { input: model.inputModalities, output: model.outputModalities },
  limit: defined({
    context: model.contextLimit ?? cautiousContext,
    output: model.outputLimit ?? undefined,
  }),
});

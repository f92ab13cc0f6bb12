import type { DiscoveredModels, DiscoverModelsInput } from '@gatehouse/contracts/custom-providers';
import { discoverModels } from '@gatehouse/gateways/model-discovery';
import { may, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { headersOf } from '../entry-settings/index.ts';
import { fail } from '../errors/index.ts';

/**
 * Which models a provider says it has. Only public addresses, so that nobody can look around in the server's own network;
 * those who may add local providers reach private ones as well.
 */
export async function discoverCustomProviderModels(
  ctx: Context,
  input: DiscoverModelsInput,
): Promise<DiscoveredModels> {
  const actor = permitUser(ctx, 'custom-providers:contribute-own');
  await ctx.rateLimits.consume('model-discovery', actor.userId);
  const answer = await discoverModels({
    baseUrl: input.baseUrl,
    apiKey: input.apiKey,
    headers: headersOf(input.headers) ?? {},
    addressPolicy: may(ctx.actor, 'custom-providers:keyless') ? 'gateway' : 'public',
  });
  if (answer.ok) return { models: answer.models, isTruncated: answer.isTruncated };
  throw fail('discovery_failed', answer.message, { message: answer.message });
}

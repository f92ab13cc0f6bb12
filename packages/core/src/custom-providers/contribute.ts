import type { ContributeCustomProviderInput, CustomProviderView } from '@gatehouse/contracts/custom-providers';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { driverOf, insertWithEntry, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { hasRoom } from '../limits/index.ts';
import { maskSecret } from '../secrets/index.ts';

/** Adds an OpenAI-compatible provider. Its name is its identity at the gateway, so one name is one person's. */
export async function contributeCustomProvider(
  ctx: Context,
  input: ContributeCustomProviderInput,
): Promise<CustomProviderView> {
  const actor = permitUser(ctx, 'custom-providers:contribute-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const entry = prepareEntry(ctx, await driverOf(ctx, gateway.id), {
    gatewayId: gateway.id,
    resource: 'custom-providers',
    spec: { name: input.name, baseUrl: input.baseUrl, apiKeys: [input.apiKey], models: input.models },
    ownerUserId: actor.userId,
  });
  const row = {
    id: newId(),
    gateway_id: gateway.id,
    user_id: actor.userId,
    name: input.name,
    display_name: input.displayName,
    base_url: input.baseUrl,
    masked: maskSecret(input.apiKey),
    models: input.models,
    created_at: new Date(),
  };

  const entryId = await withTransaction(ctx.db, async (tx) => {
    const limit = ctx.limits.customProvidersPerUser;
    if (!(await hasRoom(tx, 'custom_providers', actor.userId, limit)))
      throw fail('custom_provider_limit', `You have ${limit} custom providers already. Remove one first.`, { limit });
    return insertWithEntry(tx, ctx, {
      entry,
      table: 'custom_providers',
      row,
      audit: {
        action: 'custom-provider.contributed',
        resource: 'custom-provider',
        resourceId: row.id,
        details: { name: row.name, baseUrl: row.base_url, models: row.models.length, gateway: gateway.name },
      },
    });
  });
  if (entryId === null)
    throw fail('custom_provider_name_taken', `There is a provider “${input.name}” already. Choose another name.`, {
      name: input.name,
    });

  ctx.wakeSync(gateway.id);
  return {
    id: row.id,
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    name: row.name,
    displayName: row.display_name,
    baseUrl: row.base_url,
    masked: row.masked,
    models: row.models,
    owner: { id: actor.userId, name: actor.name },
    createdAt: row.created_at,
    state: await stateAfter(ctx, entryId, input.waitMs),
  };
}

import type { ContributeCustomProviderInput, CustomProviderView } from '@gatehouse/contracts/custom-providers';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { permit, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { driverOf, insertWithEntry, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { hasRoom } from '../limits/index.ts';
import { holdGroup } from './group-repository.ts';
import { selectCustomProvider } from './repository.ts';
import { shownOf, specOf } from './spec.ts';

/** Adds an OpenAI-compatible provider. Its name is its identity at the gateway, so one name is one person's. */
export async function contributeCustomProvider(
  ctx: Context,
  input: ContributeCustomProviderInput,
): Promise<CustomProviderView> {
  const actor = permitUser(ctx, 'custom-providers:contribute-own');
  if (input.isKeyless) permit(ctx, 'custom-providers:keyless');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const driver = await driverOf(ctx, gateway.id);

  const written = await withTransaction(ctx.db, async (tx) => {
    const limit = ctx.limits.customProvidersPerUser;
    if (!(await hasRoom(tx, 'custom_providers', actor.userId, limit)))
      throw fail('custom_provider_limit', `You have ${limit} custom providers already. Remove one first.`, { limit });
    const group = input.groupId === undefined ? null : await holdGroup(tx, input.groupId);
    const spec = specOf(input, (input.isDisabled ?? false) || group?.is_enabled === false);
    const entry = prepareEntry(ctx, driver, {
      gatewayId: gateway.id,
      gatewayVersion: gateway.version,
      resource: 'custom-providers',
      spec,
      ownerUserId: actor.userId,
    });
    const row = {
      id: newId(),
      gateway_id: gateway.id,
      user_id: actor.userId,
      name: input.name,
      display_name: input.displayName,
      ...shownOf(spec),
      is_disabled: input.isDisabled ?? false,
      is_shared: input.isShared ?? false,
      group_id: input.groupId ?? null,
      position: input.position ?? 0,
      created_at: new Date(),
    };
    const entryId = await insertWithEntry(tx, ctx, {
      entry,
      table: 'custom_providers',
      row,
      audit: {
        action: 'custom-provider.contributed',
        resource: 'custom-provider',
        resourceId: row.id,
        details: {
          name: row.name,
          baseUrl: row.base_url,
          models: row.models.length,
          gateway: gateway.name,
          isKeyless: input.isKeyless ?? false,
        },
      },
    });
    return entryId === null ? null : { id: row.id, entryId };
  });
  if (written === null)
    throw fail('custom_provider_name_taken', `There is a provider “${input.name}” already. Choose another name.`, {
      name: input.name,
    });

  ctx.wakeSync(gateway.id);
  const state = await stateAfter(ctx, written.entryId, input.waitMs);
  const view = await selectCustomProvider(ctx.db, written.id);
  if (!view) throw notFound('custom provider');
  return { ...view, state };
}

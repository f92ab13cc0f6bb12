import type { ContributeProviderKeyInput, ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import { planOnce } from '@gatehouse/db/database';
import { newId } from '@gatehouse/db/ids';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { driverOf, insertInRoom, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { selectByIdentity } from './repository.ts';
import { shownOf, specOf } from './spec.ts';

/**
 * Puts a person's provider key into the gateway's list. Contributing the same key again (a reply was lost, a button was
 * pressed twice) answers the first contribution; somebody else's key is refused.
 */
export async function contributeProviderKey(ctx: Context, input: ContributeProviderKeyInput): Promise<ProviderKeyView> {
  const actor = permitUser(ctx, 'provider-keys:contribute-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const spec = specOf(input);
  const entry = prepareEntry(ctx, await driverOf(ctx, gateway.id), {
    gatewayId: gateway.id,
    gatewayVersion: gateway.version,
    resource: 'provider-keys',
    spec,
    ownerUserId: actor.userId,
  });
  const shown = shownOf(spec);
  const row = {
    id: newId(),
    gateway_id: gateway.id,
    user_id: actor.userId,
    provider: input.provider,
    name: input.name,
    ...shown,
    created_at: new Date(),
  };

  const limit = ctx.limits.providerKeysPerUser;
  const written = {
    entry,
    table: 'provider_keys',
    row,
    audit: {
      action: 'provider-key.contributed',
      resource: 'provider-key',
      resourceId: row.id,
      details: { provider: row.provider, name: row.name, masked: row.masked, gateway: gateway.name },
    },
  } as const;
  const result = await insertInRoom(planOnce(ctx.db), ctx, written, { userId: actor.userId, limit });
  if (result.outcome !== 'inserted') {
    const existing = await selectByIdentity(ctx.db, entry);
    if (existing?.owner?.id === actor.userId) return existing;
    if (result.outcome === 'no-room')
      throw fail('provider_key_limit', `You have ${limit} provider keys already. Remove one first.`, { limit });
    throw fail('provider_key_taken', 'This key was contributed by somebody else already.', {});
  }

  ctx.wakeSync(gateway.id);
  return {
    id: row.id,
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    provider: input.provider,
    name: row.name,
    masked: shown.masked,
    baseUrl: shown.base_url,
    models: shown.models,
    settings: shown.settings,
    isDisabled: shown.is_disabled,
    version: 1,
    owner: { id: actor.userId, name: actor.name },
    createdAt: row.created_at,
    state: await stateAfter(ctx, result.entryId, input.waitMs),
  };
}

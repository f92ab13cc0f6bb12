import type { GatewayView, UpdateGatewayInput } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { connectionOf, managementKeyPlace, wishAnew } from '../gateway-sync/index.ts';
import { requireUsable } from './probe.ts';
import { expectAccountsAnew, selectGatewayView, translateTaken, updateGatewayRow } from './repository.ts';

/** A new address or management key is tried before it replaces the old one. */
export async function updateGateway(ctx: Context, input: UpdateGatewayInput): Promise<GatewayView> {
  permit(ctx, 'gateways:update');
  const current = await connectionOf(ctx, input.id);
  const next = {
    kind: current.kind,
    baseUrl: input.baseUrl ?? current.baseUrl,
    managementKey: input.managementKey ?? current.managementKey,
  };
  const isReconnected = next.baseUrl !== current.baseUrl || input.managementKey !== undefined;
  if (isReconnected) await requireUsable(ctx, next);

  const tags = [cacheTags.gateways, cacheTags.gateway(input.id)];
  await translateTaken(() =>
    withTransaction(ctx.db, async (tx) => {
      await updateGatewayRow(tx, input.id, {
        name: input.name ?? current.name,
        base_url: next.baseUrl,
        ...(input.clientBaseUrl === undefined ? {} : { client_base_url: input.clientBaseUrl }),
        management_key_sealed: ctx.sealer.seal(next.managementKey, managementKeyPlace(input.id)),
        ...(isReconnected ? { locked_out_until: null } : {}),
        ...(input.policy === undefined ? {} : { policy: input.policy }),
      });
      // What stands at another address says nothing about what was confirmed at this one.
      if (next.baseUrl !== current.baseUrl) {
        await wishAnew(tx, input.id);
        await expectAccountsAnew(tx, input.id);
      }
      await audit(tx, ctx, {
        action: 'gateway.updated',
        resource: 'gateway',
        resourceId: input.id,
        details: {
          name: input.name ?? current.name,
          baseUrl: next.baseUrl,
          hasNewManagementKey: input.managementKey !== undefined,
          ...(input.policy === undefined ? {} : { policy: input.policy }),
        },
      });
      await ctx.cache.invalidate(tx, tags);
    }),
  );

  ctx.cache.drop(tags);
  ctx.wakeSync(input.id);
  return selectGatewayView(ctx.db, input.id);
}

import type { CreateGatewayInput, GatewayView } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { managementKeyPlace, plantSentinel } from '../gateway-sync/index.ts';
import { requireUsable } from './probe.ts';
import { insertGateway, selectGatewayView, translateTaken } from './repository.ts';

export async function createGateway(ctx: Context, input: CreateGatewayInput): Promise<GatewayView> {
  permit(ctx, 'gateways:create');
  const { version } = await requireUsable(ctx, input);

  const id = newId();
  const driver = ctx.drivers.once(input);
  await translateTaken(() =>
    withTransaction(ctx.db, async (tx) => {
      await insertGateway(tx, {
        id,
        name: input.name,
        kind: input.kind,
        base_url: input.baseUrl,
        client_base_url: input.clientBaseUrl ?? null,
        management_key_sealed: ctx.sealer.seal(input.managementKey, managementKeyPlace(id)),
        version,
        health: 'healthy',
        created_by: ctx.actor.type === 'user' ? ctx.actor.userId : null,
      });
      if (driver.capabilities.needsSentinel) await plantSentinel(tx, ctx, driver, id);
      await audit(tx, ctx, {
        action: 'gateway.created',
        resource: 'gateway',
        resourceId: id,
        details: { name: input.name, kind: input.kind, baseUrl: input.baseUrl },
      });
      await ctx.cache.invalidate(tx, [cacheTags.gateways]);
    }),
  );

  ctx.cache.drop([cacheTags.gateways]);
  ctx.wakeSync(id);
  return selectGatewayView(ctx.db, id);
}

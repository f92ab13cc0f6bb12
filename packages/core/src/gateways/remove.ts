import { withTransaction } from '@gatehouse/db/errors';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { connectionOf } from '../gateway-sync/index.ts';
import { updateGatewayRow } from './repository.ts';

/**
 * Gatehouse stops managing the gateway. What it put there stays there: the gateway may be gone, and a gateway without
 * client keys would be open.
 */
export async function removeGateway(ctx: Context, input: { id: string }): Promise<{ removed: true }> {
  permit(ctx, 'gateways:remove');
  const { name } = await connectionOf(ctx, input.id);

  const tags = [cacheTags.gateways, cacheTags.gateway(input.id), cacheTags.models(input.id)];
  await withTransaction(ctx.db, async (tx) => {
    await updateGatewayRow(tx, input.id, { removed_at: sql<Date>`now()` });
    await audit(tx, ctx, { action: 'gateway.removed', resource: 'gateway', resourceId: input.id, details: { name } });
    await ctx.cache.invalidate(tx, tags);
  });

  ctx.cache.drop(tags);
  return { removed: true };
}

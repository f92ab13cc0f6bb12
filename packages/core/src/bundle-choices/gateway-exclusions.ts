import type { GatewayExclusionsView, UpdateGatewayExclusionsInput } from '@gatehouse/contracts/bundle-choices';
import { withTransaction } from '@gatehouse/db/errors';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Context, Services } from '../context/index.ts';
import { editConflict } from '../entry-settings/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { lastOfEach } from './normalise.ts';

/** What bundles of this gateway leave out for everybody. Everybody may see it: they wonder where a model is. */
export async function getGatewayExclusions(ctx: Context, input: { gatewayId: string }): Promise<GatewayExclusionsView> {
  permit(ctx, 'models:read');
  const { id } = await resolveGateway(ctx, input.gatewayId);
  return readExclusions(ctx, id);
}

export async function updateGatewayExclusions(
  ctx: Context,
  input: UpdateGatewayExclusionsInput,
): Promise<GatewayExclusionsView> {
  permit(ctx, 'gateways:update');
  const { id, name } = await resolveGateway(ctx, input.gatewayId);
  const tags = [cacheTags.gateway(id)];
  const exclusions = lastOfEach(input.exclusions);
  const view = await withTransaction(ctx.db, async (tx): Promise<GatewayExclusionsView> => {
    await tx
      .insertInto('gateway_exclusions')
      .values({ gateway_id: id })
      .onConflict((on) => on.doNothing())
      .execute();
    const row = await tx
      .selectFrom('gateway_exclusions')
      .select('version')
      .where('gateway_id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.version !== input.version) throw editConflict(row.version);
    const saved = await tx
      .updateTable('gateway_exclusions')
      .set({ version: row.version + 1, patterns: JSON.stringify(exclusions), updated_at: sql`now()` })
      .where('gateway_id', '=', id)
      .returning(['version', 'updated_at'])
      .executeTakeFirstOrThrow();
    await audit(tx, ctx, {
      action: 'gateway-exclusions.updated',
      resource: 'gateway',
      resourceId: id,
      details: { name, exclusions: exclusions.join(', ').slice(0, 1000) },
    });
    await ctx.cache.invalidate(tx, tags);
    await ctx.changes.publish(tx, [{ topic: 'models', id, gatewayId: id, ownerUserId: null }]);
    return { gatewayId: id, version: saved.version, exclusions, updatedAt: saved.updated_at };
  });
  ctx.cache.drop(tags);
  return view;
}

/** The patterns alone, kept until they change. */
export function gatewayExclusionsOf(services: Pick<Services, 'db' | 'cache'>, gatewayId: string): Promise<string[]> {
  return services.cache.get({
    key: cacheKeys.gatewayExclusions(gatewayId),
    tags: [cacheTags.gateway(gatewayId)],
    ttlMs: 5 * 60_000,
    load: async () => (await readExclusions(services, gatewayId)).exclusions,
  });
}

async function readExclusions({ db }: Pick<Services, 'db'>, gatewayId: string): Promise<GatewayExclusionsView> {
  const row = await db
    .selectFrom('gateway_exclusions')
    .select(['version', 'patterns', 'updated_at'])
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
  return {
    gatewayId,
    version: row?.version ?? 0,
    exclusions: row?.patterns ?? [],
    updatedAt: row && row.version > 0 ? row.updated_at : null,
  };
}

import type { ModelMetadata, ModelView, overrideModelInput } from '@gatehouse/contracts/models';
import { withTransaction } from '@gatehouse/db/errors';
import type { z } from 'zod';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { catalogueOf } from './catalogue.ts';
import { modelExists, replaceOverrides, selectOverrides } from './repository.ts';

/** An administrator knows better: what is set here goes before everything that is known of a model. */
export async function overrideModel(ctx: Context, input: z.output<typeof overrideModelInput>): Promise<ModelView> {
  permit(ctx, 'models:update');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const tags = [cacheTags.models(gateway.id)];
  await withTransaction(ctx.db, async (tx) => {
    if (!(await modelExists(tx, input))) throw notOffered(input.modelId, gateway.name);
    const overrides = withoutReset({ ...(await selectOverrides(tx, input)), ...input.metadata }, input.reset);
    await replaceOverrides(tx, input, overrides);
    await audit(tx, ctx, {
      action: 'model.overridden',
      resource: 'model',
      resourceId: null,
      details: { gateway: gateway.name, model: input.modelId, overridden: Object.keys(overrides).sort().join(', ') },
    });
    await ctx.cache.invalidate(tx, tags);
    await ctx.changes.publish(tx, [{ topic: 'models', id: gateway.id, gatewayId: gateway.id, ownerUserId: null }]);
  });
  ctx.cache.drop(tags);
  const model = (await catalogueOf(ctx, gateway.id)).find(({ id }) => id === input.modelId);
  if (!model) throw notOffered(input.modelId, gateway.name);
  return { ...model, gatewayId: gateway.id, gatewayName: gateway.name };
}

const withoutReset = (
  metadata: z.output<typeof overrideModelInput>['metadata'],
  reset: readonly (keyof ModelMetadata)[],
): Partial<ModelMetadata> =>
  Object.fromEntries(
    Object.entries(metadata).filter(([key, value]) => value !== undefined && !reset.some((name) => name === key)),
  );

const notOffered = (modelId: string, gatewayName: string) =>
  fail('not_found', `“${gatewayName}” does not offer a model “${modelId}”.`, { resource: 'model' });

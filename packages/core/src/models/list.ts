import type { ModelCatalogue } from '@gatehouse/contracts/models';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { activeGateways } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { catalogueOf } from './catalogue.ts';
import { metadataSource } from './metadata/known.ts';

/** Of one gateway, or of all. */
export async function listModels(ctx: Context, input: { gatewayId?: string | undefined }): Promise<ModelCatalogue> {
  permit(ctx, 'models:read');
  const gateways =
    input.gatewayId === undefined ? await activeGateways(ctx) : [await resolveGateway(ctx, input.gatewayId)];
  const models = await Promise.all(
    gateways.map(async (gateway) =>
      (await catalogueOf(ctx, gateway.id)).map((model) => ({
        ...model,
        gatewayId: gateway.id,
        gatewayName: gateway.name,
      })),
    ),
  );
  const readAt = gateways.map((gateway) => gateway.modelsReadAt);
  const asOf = readAt.reduce((oldest, at) => (oldest && at && at < oldest ? at : oldest), readAt[0] ?? null);
  return {
    models: models.flat(),
    asOf,
    isStale: gateways.some((gateway) => gateway.health !== 'healthy'),
    metadata: await metadataSource(ctx),
  };
}

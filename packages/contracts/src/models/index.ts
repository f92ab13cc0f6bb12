import { z } from 'zod';
import { id } from '../fields/index.ts';
import { type ModelMetadata, modelMetadata } from './metadata.ts';

export * from './metadata.ts';

/** The opaque id of a model, as its gateway spells it. */
export const modelId = z.string().min(1).max(200);

export const listModelsInput = z.object({ gatewayId: id.optional() });

/** Only what is given is overridden; `null` as a whole gives up every override of the model. */
export const overrideModelInput = z.object({
  gatewayId: id,
  modelId,
  metadata: modelMetadata.partial().nullable(),
});
export type OverrideModelInput = z.infer<typeof overrideModelInput>;

export type ModelView = ModelMetadata & {
  /** As the gateway spells it. */
  id: string;
  gatewayId: string;
  gatewayName: string;
  /** Who serves it, as the gateway says. */
  ownedBy: string | null;
  firstSeenAt: Date;
  /** Which parts an administrator has set. */
  overridden: (keyof ModelMetadata)[];
};
/** `isStale`: the gateway did not answer; this is what it last offered, at `asOf` (null: never read). */
export type ModelCatalogue = { models: ModelView[]; asOf: Date | null; isStale: boolean };

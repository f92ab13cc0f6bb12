import { z } from 'zod';
import { id } from '../fields/index.ts';
import { type ModelMetadata, modelMetadata } from './metadata.ts';

export * from './metadata.ts';

/** The opaque id of a model, as its gateway spells it. */
export const modelId = z.string().min(1).max(200);

export const listModelsInput = z.object({ gatewayId: id.optional() });

/** Sets what is given, and leaves the rest; what `reset` names falls back to what is known without an override. */
export const overrideModelInput = z.object({
  gatewayId: id,
  modelId,
  metadata: modelMetadata.partial().default({}),
  reset: z.array(modelMetadata.keyof()).default([]),
});
export type OverrideModelInput = z.input<typeof overrideModelInput>;

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
export type ModelCatalogue = {
  models: ModelView[];
  asOf: Date | null;
  isStale: boolean;
  /** Of what day and from where that is which is publicly known of models. `date` as `2026-11-10`. */
  metadata: { date: string; source: string };
};

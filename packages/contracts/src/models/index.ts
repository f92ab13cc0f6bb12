import { z } from 'zod';
import { id } from '../fields/index.ts';

export const listModelsInput = z.object({ gatewayId: id.optional() });

export const modelKinds = ['chat', 'embedding', 'image', 'audio', 'video', 'other'] as const;
export type ModelKind = (typeof modelKinds)[number];

export type ModelView = {
  /** As the gateway spells it. */
  id: string;
  gatewayId: string;
  gatewayName: string;
  displayName: string;
  ownedBy: string | null;
  kind: ModelKind;
  firstSeenAt: Date;
};
/** `isStale`: the gateway did not answer; this is what it last offered, at `asOf` (null: never read). */
export type ModelCatalogue = { models: ModelView[]; asOf: Date | null; isStale: boolean };

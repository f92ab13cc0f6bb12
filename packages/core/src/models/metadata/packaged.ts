import type { ModelMetadata } from '@gatehouse/contracts/models';
import snapshot from './snapshot.json' with { type: 'json' };

/** What is known of models, by their makers' ids. `date` is the day of which it speaks, as `2026-11-10`. */
export type MetadataTable = { date: string; source: string; models: Record<string, ModelMetadata> };

/** Comes with the product, so that nothing has to be fetched; `npm run model-metadata` renews it. */
export const packagedMetadata = snapshot as MetadataTable;

import type { CatalogueModel } from '../models/index.ts';

/**
 * All that a bundle is made of. There is no field for an upstream address, an upstream credential or anybody else's key,
 * so none can get into one.
 */
export type BundleSources = {
  gateway: { id: string; name: string; baseUrl: string };
  /** The person's own. */
  clientKey: string;
  /** What the gateway offers, sorted by id. */
  models: readonly Pick<CatalogueModel, 'id' | 'displayName' | 'kind'>[];
};

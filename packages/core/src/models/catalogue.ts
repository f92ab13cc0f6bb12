import type { ModelMetadata } from '@gatehouse/contracts/models';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { metadataByName } from './by-name.ts';
import { knownMetadata } from './metadata/known.ts';
import { selectContributed, selectOffered } from './repository.ts';

export type CatalogueModel = ModelMetadata & {
  id: string;
  ownedBy: string | null;
  firstSeenAt: Date;
  /** Which parts an administrator has set. */
  overridden: (keyof ModelMetadata)[];
};

/**
 * What the gateway offered when it was last read, by id. Never empty just because the gateway is down. What is known of
 * a model is put together from least to most certain: its name, what is publicly known, what the gateway says, what the
 * person said who contributed it, what an administrator has set.
 */
export function catalogueOf(services: Pick<Services, 'db' | 'cache'>, gatewayId: string): Promise<CatalogueModel[]> {
  const { db, cache } = services;
  return cache.get({
    key: cacheKeys.catalogue(gatewayId),
    tags: [cacheTags.models(gatewayId), cacheTags.modelMetadata],
    ttlMs: 5 * 60_000,
    load: async () => {
      const [offered, contributed, lookUp] = await Promise.all([
        selectOffered(db, gatewayId),
        selectContributed(db, gatewayId),
        knownMetadata(services),
      ]);
      return offered.map(
        (row): CatalogueModel => ({
          ...metadataByName(row.id),
          ...lookUp(row.id),
          ...row.metadata,
          ...contributed.get(row.id),
          ...row.overrides,
          id: row.id,
          ownedBy: row.ownedBy,
          firstSeenAt: row.firstSeenAt,
          overridden: Object.keys(row.overrides ?? {}) as (keyof ModelMetadata)[],
        }),
      );
    },
  });
}

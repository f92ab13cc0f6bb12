import type { ModelMetadata } from '@gatehouse/contracts/models';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { metadataByName } from './by-name.ts';

export type CatalogueModel = ModelMetadata & {
  id: string;
  ownedBy: string | null;
  firstSeenAt: Date;
  /** Which parts an administrator has set. */
  overridden: (keyof ModelMetadata)[];
};

/** What the gateway offered when it was last read, by id. Never empty just because the gateway is down. */
export function catalogueOf(
  { db, cache }: Pick<Services, 'db' | 'cache'>,
  gatewayId: string,
): Promise<CatalogueModel[]> {
  return cache.get({
    key: cacheKeys.catalogue(gatewayId),
    tags: [cacheTags.models(gatewayId)],
    ttlMs: 5 * 60_000,
    load: async () => {
      const rows = await db
        .selectFrom('models')
        .select(['model_id', 'owned_by', 'first_seen_at'])
        .where('gateway_id', '=', gatewayId)
        .where('missing_since', 'is', null)
        .execute();
      return rows
        .map((row) => ({
          id: row.model_id,
          ownedBy: row.owned_by,
          firstSeenAt: row.first_seen_at,
          ...metadataByName(row.model_id),
          overridden: [],
        }))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
    },
  });
}

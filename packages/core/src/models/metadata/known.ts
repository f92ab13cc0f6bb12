import type { ModelMetadata } from '@gatehouse/contracts/models';
import { cacheKeys, cacheTags } from '../../cache/index.ts';
import type { Services } from '../../context/index.ts';
import { type LookUp, lookUpIn } from './look-up.ts';
import { type MetadataTable, packagedMetadata } from './packaged.ts';

const packaged = lookUpIn(packagedMetadata);

/** What is publicly known of models: as last fetched, else as it came with the product. Nothing is fetched here. */
export async function knownMetadata(services: Pick<Services, 'db' | 'cache'>): Promise<LookUp> {
  const refreshed = await refreshedLookUp(services);
  return (modelId) => refreshed?.lookUp(modelId) ?? packaged(modelId);
}

/** The day of which that speaks, as `2026-11-10`, and where it is from. */
export async function metadataSource(
  services: Pick<Services, 'db' | 'cache'>,
): Promise<Pick<MetadataTable, 'date' | 'source'>> {
  const { date, source } = (await refreshedLookUp(services)) ?? packagedMetadata;
  return { date, source };
}

type Refreshed = { lookUp: LookUp; date: string; source: string };

function refreshedLookUp({ db, cache }: Pick<Services, 'db' | 'cache'>): Promise<Refreshed | null> {
  return cache.get({
    key: cacheKeys.modelMetadata,
    tags: [cacheTags.modelMetadata],
    ttlMs: 60 * 60_000,
    load: async () => {
      const row = await db.selectFrom('model_metadata').select(['source', 'fetched_at', 'models']).executeTakeFirst();
      if (!row) return null;
      const models = row.models as Record<string, ModelMetadata>;
      return { lookUp: lookUpIn({ models }), date: row.fetched_at.toISOString().slice(0, 10), source: row.source };
    },
  });
}

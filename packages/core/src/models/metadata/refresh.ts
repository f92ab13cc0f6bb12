import { withTransaction } from '@gatehouse/db/errors';
import type { MetadataAnswer } from '@gatehouse/gateways/model-metadata';
import { sql } from 'kysely';
import { cacheTags } from '../../cache/index.ts';
import type { Services } from '../../context/index.ts';
import { activeGateways } from '../../gateway-sync/index.ts';
import { kindOfModel } from '../kind.ts';
import { packagedMetadata } from './packaged.ts';

export type ReadMetadata = (kindOf: typeof kindOfModel) => Promise<MetadataAnswer>;

/**
 * Fetches what is publicly known of models and keeps it. An answer with far fewer models than came with the product is
 * a broken one: it is not taken, so that no limit or price disappears by itself.
 */
export async function refreshModelMetadata(
  services: Pick<Services, 'db' | 'cache' | 'changes' | 'log' | 'sealer'>,
  { source, read }: { source: string; read: ReadMetadata },
): Promise<{ isChanged: boolean }> {
  const answer = await read(kindOfModel);
  const found = answer.ok ? Object.keys(answer.models).length : 0;
  if (!answer.ok || found < Object.keys(packagedMetadata.models).length / 2) {
    services.log.warn(
      { source, found },
      `model metadata was not refreshed: ${answer.ok ? 'too few models' : answer.message}`,
    );
    return { isChanged: false };
  }
  const gateways = await activeGateways(services);
  const tags = [cacheTags.modelMetadata, ...gateways.map(({ id }) => cacheTags.models(id))];
  const models = JSON.stringify(answer.models);
  const isChanged = await withTransaction(services.db, async (tx) => {
    const { rows } = await sql<{ changed: boolean }>`
      insert into model_metadata (source, models) values (${source}, ${models}::jsonb)
      on conflict (id) do update set source = excluded.source, models = excluded.models, fetched_at = now()
      where (model_metadata.source, model_metadata.models) is distinct from (excluded.source, excluded.models)
      returning true as changed`.execute(tx);
    if (rows.length === 0) return false;
    await services.cache.invalidate(tx, tags);
    await services.changes.publish(
      tx,
      gateways.map(({ id }) => ({ topic: 'models' as const, id, gatewayId: id, ownerUserId: null })),
    );
    return true;
  });
  if (isChanged) services.cache.drop(tags);
  return { isChanged };
}

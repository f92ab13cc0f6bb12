import { type Modality, type ModelMetadata, modalities } from '@gatehouse/contracts/models';
import type { Database, ModelJson } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';

export type OfferedModel = {
  id: string;
  ownedBy: string | null;
  firstSeenAt: Date;
  metadata: Partial<ModelMetadata> | null;
  overrides: Partial<ModelMetadata> | null;
};

/** Sorted by id, by code unit. */
export async function selectOffered(db: Kysely<Database>, gatewayId: string): Promise<OfferedModel[]> {
  const rows = await db
    .selectFrom('models')
    .leftJoin('model_overrides', (join) =>
      join
        .onRef('model_overrides.gateway_id', '=', 'models.gateway_id')
        .onRef('model_overrides.model_id', '=', 'models.model_id'),
    )
    .select([
      'models.model_id as id',
      'models.owned_by as ownedBy',
      'models.first_seen_at as firstSeenAt',
      'models.metadata as metadata',
      'model_overrides.metadata as overrides',
    ])
    .where('models.gateway_id', '=', gatewayId)
    .where('models.missing_since', 'is', null)
    .execute();
  return rows.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** What people said of the models of their custom providers, by the alias under which the gateway offers them. */
export async function selectContributed(
  db: Kysely<Database>,
  gatewayId: string,
): Promise<Map<string, Partial<ModelMetadata>>> {
  const providers = await db
    .selectFrom('custom_providers')
    .select('models')
    .where('gateway_id', '=', gatewayId)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .execute();
  return new Map(providers.flatMap(({ models }) => models).map((model) => [model.alias, contributed(model)]));
}

function contributed(model: ModelJson): Partial<ModelMetadata> {
  const input = known(model.inputModalities);
  const output = known(model.outputModalities);
  return {
    ...(model.displayName === undefined ? {} : { displayName: model.displayName }),
    ...(model.maxContextLength === undefined ? {} : { contextLimit: model.maxContextLength }),
    ...(input.length > 0 ? { inputModalities: input } : {}),
    ...(output.length > 0 ? { outputModalities: output } : {}),
  };
}

const known = (names: string[] | undefined): Modality[] => modalities.filter((name) => names?.includes(name));

export async function selectOverrides(
  tx: Transaction<Database>,
  place: { gatewayId: string; modelId: string },
): Promise<Partial<ModelMetadata>> {
  const row = await tx
    .selectFrom('model_overrides')
    .select('metadata')
    .where('gateway_id', '=', place.gatewayId)
    .where('model_id', '=', place.modelId)
    .forUpdate()
    .executeTakeFirst();
  return row?.metadata ?? {};
}

export async function replaceOverrides(
  tx: Transaction<Database>,
  place: { gatewayId: string; modelId: string },
  metadata: Partial<ModelMetadata>,
): Promise<void> {
  if (Object.keys(metadata).length === 0) {
    await tx
      .deleteFrom('model_overrides')
      .where('gateway_id', '=', place.gatewayId)
      .where('model_id', '=', place.modelId)
      .execute();
    return;
  }
  const row = { gateway_id: place.gatewayId, model_id: place.modelId, metadata: JSON.stringify(metadata) };
  await tx
    .insertInto('model_overrides')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['gateway_id', 'model_id'])
        .doUpdateSet({ metadata: row.metadata, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

export async function modelExists(
  tx: Transaction<Database>,
  place: { gatewayId: string; modelId: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('models')
    .select('model_id')
    .where('gateway_id', '=', place.gatewayId)
    .where('model_id', '=', place.modelId)
    .executeTakeFirst();
  return row !== undefined;
}

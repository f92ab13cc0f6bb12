import type { GatewayDriver, GatewayModel } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import type { Connection } from './connection.ts';
import { sentinelOf } from './sentinel.ts';

type Needs = Pick<Services, 'db' | 'sealer' | 'cache' | 'changes' | 'log'>;

/**
 * Reads what the gateway offers now. A catalogue never shrinks to nothing by itself: an empty answer counts only where
 * the gateway holds no provider either. What is no longer offered keeps its row, marked missing.
 */
export async function refreshModels(
  services: Needs,
  connection: Connection,
  driver: GatewayDriver,
  { hasProviders }: { hasProviders: boolean },
): Promise<void> {
  const sentinel = await sentinelOf(services, connection.id);
  if (sentinel === null && driver.capabilities.needsSentinel) return;
  const answer = await driver.listModels(driver.capabilities.needsSentinel ? sentinel : null);
  if (!answer.ok) {
    services.log.warn({ gatewayId: connection.id, problem: answer.problem.code }, 'models could not be read');
    return;
  }
  if (answer.models.length === 0 && hasProviders) return;
  const hasChanged = await replaceModels(services.db, connection.id, answer.models);
  if (!hasChanged) return;
  await services.cache.invalidate(services.db, [cacheTags.models(connection.id)]);
  await services.changes.publish(services.db, [
    { topic: 'models', id: connection.id, gatewayId: connection.id, ownerUserId: null },
  ]);
}

/** One statement, and rows are written only where something is different. Answers whether anything was. */
async function replaceModels(db: Services['db'], gatewayId: string, models: readonly GatewayModel[]): Promise<boolean> {
  const { rows } = await sql<{ changed: number }>`
    with offered as (
      select distinct on (id) id, "ownedBy", metadata
      from jsonb_to_recordset(${JSON.stringify(models)}::jsonb) as m(id text, "ownedBy" text, metadata jsonb)
      order by id
    ), upserted as (
      insert into models (gateway_id, model_id, owned_by, metadata)
      select ${gatewayId}::uuid, id, "ownedBy", metadata from offered
      on conflict (gateway_id, model_id) do update
        set owned_by = excluded.owned_by, metadata = excluded.metadata, last_seen_at = now(), missing_since = null
        where models.missing_since is not null
          or (models.owned_by, models.metadata) is distinct from (excluded.owned_by, excluded.metadata)
      returning 1
    ), missing as (
      update models set missing_since = now()
      where gateway_id = ${gatewayId}::uuid and missing_since is null and model_id not in (select id from offered)
      returning 1
    ), stamped as (
      update gateways set models_read_at = now() where id = ${gatewayId}::uuid
    )
    select ((select count(*) from upserted) + (select count(*) from missing)) as changed`.execute(db);
  return Number(rows[0]?.changed ?? 0) > 0;
}

import type { Database } from '@gatehouse/db/schema';
import type { Kysely } from 'kysely';
import { invalid } from './limits.ts';

/**
 * Throws `invalid_input` for a model that the gateway's catalogue does not have, which would be a spelling mistake. What
 * the key is limited to already may stay, also after the gateway has lost it; nothing is refused before the catalogue
 * was read for the first time.
 */
export async function checkModels(
  db: Kysely<Database>,
  gateway: { id: string; name: string },
  current: readonly string[] | null,
  given: readonly string[] | null | undefined,
): Promise<void> {
  const added = (given ?? []).filter((model) => !current?.includes(model));
  if (added.length === 0) return;
  const rows = await db.selectFrom('models').select('model_id').where('gateway_id', '=', gateway.id).execute();
  if (rows.length === 0) return;
  const known = new Set(rows.map((row) => row.model_id));
  const [unknown] = added.filter((model) => !known.has(model));
  if (unknown !== undefined)
    throw invalid('models', `“${gateway.name}” offers no model “${unknown}”. See the list of models for its ids.`);
}

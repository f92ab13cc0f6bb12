import type { GatewayEntryView } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { stateOf } from '../gateway-sync/index.ts';
import { selectGatewayEntries } from './repository.ts';

/** What Gatehouse wants at a gateway; confirmed removals are history and not listed. */
export async function listGatewayEntries(ctx: Context, input: { id: string }): Promise<GatewayEntryView[]> {
  permit(ctx, 'gateways:read');
  const rows = await selectGatewayEntries(ctx.db, input.id);
  return rows.map((row) => ({
    id: row.id,
    resource: row.resource,
    label: row.label ?? (row.owner_user_id === null ? 'Sentinel (keeps the gateway closed)' : 'Removed'),
    ownerName: row.owner_name,
    state: stateOf(row),
    generation: row.generation,
    observedGeneration: row.observed_generation,
  }));
}

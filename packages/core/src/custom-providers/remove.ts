import type { EntryState } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { currentState, retireEntries, stateAfter } from '../gateway-sync/index.ts';
import { lockCustomProvider, markRemoved } from './repository.ts';

/** Takes the provider out of the gateway. Removing it twice is no error: the second call answers how the first stands. */
export async function removeCustomProvider(
  ctx: Context,
  input: { id: string; waitMs: number },
): Promise<{ state: EntryState }> {
  const row = await withTransaction(ctx.db, async (tx) => {
    const found = await lockCustomProvider(tx, input.id);
    permitOwner(ctx, found?.user_id, 'custom-providers:remove');
    if (!found) throw notFound('custom provider');
    if (found.removed_at !== null) return found;
    await markRemoved(tx, input.id);
    await retireEntries(tx, [found.entry_id]);
    await audit(tx, ctx, {
      action: 'custom-provider.removed',
      resource: 'custom-provider',
      resourceId: input.id,
      details: { name: found.name, masked: found.masked },
    });
    return found;
  });

  if (row.removed_at !== null) return { state: await currentState(ctx.db, row.entry_id) };
  ctx.wakeSync(row.gateway_id);
  return { state: await stateAfter(ctx, row.entry_id, input.waitMs, 'absent') };
}

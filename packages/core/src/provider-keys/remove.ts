import type { EntryState } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { currentState, retireEntries, stateAfter } from '../gateway-sync/index.ts';
import { lockProviderKey, markRemoved } from './repository.ts';

/** Takes the key out of the gateway. Removing it twice is no error: the second call answers how the first stands. */
export async function removeProviderKey(
  ctx: Context,
  input: { id: string; waitMs: number },
): Promise<{ state: EntryState }> {
  const row = await withTransaction(ctx.db, async (tx) => {
    const found = await lockProviderKey(tx, input.id);
    permitOwner(ctx, found?.user_id, 'provider-keys:remove');
    if (!found) throw notFound('provider key');
    if (found.removed_at !== null) return found;
    await markRemoved(tx, input.id);
    await retireEntries(tx, [found.entry_id]);
    await audit(tx, ctx, {
      action: 'provider-key.removed',
      resource: 'provider-key',
      resourceId: input.id,
      details: { provider: found.provider, name: found.name, masked: found.masked },
    });
    return found;
  });

  if (row.removed_at !== null) return { state: await currentState(ctx.db, row.entry_id) };
  ctx.wakeSync(row.gateway_id);
  return { state: await stateAfter(ctx, row.entry_id, input.waitMs, 'absent') };
}

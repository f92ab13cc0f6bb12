import type { EntryState } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { currentState, retireEntries, stateAfter } from '../gateway-sync/index.ts';
import { markRevoked, selectForRevocation } from './repository.ts';

/** Takes the key out of its gateway, for good. Revoking twice is no error. */
export async function revokeClientKey(
  ctx: Context,
  input: { id: string; waitMs: number },
): Promise<{ state: EntryState }> {
  const row = await withTransaction(ctx.db, async (tx) => {
    const found = await selectForRevocation(tx, input.id);
    permitOwner(ctx, found?.user_id, 'client-keys:revoke');
    if (!found) throw notFound('client key');
    if (found.revoked_at !== null) return found;
    await markRevoked(tx, input.id);
    await retireEntries(tx, [found.entry_id]);
    await audit(tx, ctx, {
      action: 'client-key.revoked',
      resource: 'client-key',
      resourceId: input.id,
      details: { name: found.name, masked: found.masked },
    });
    await ctx.cache.invalidate(tx, [cacheTags.user(found.user_id)]);
    return found;
  });

  if (row.revoked_at !== null) return { state: await currentState(ctx.db, row.entry_id) };
  ctx.cache.drop([cacheTags.user(row.user_id)]);
  ctx.wakeSync(row.gateway_id);
  return { state: await stateAfter(ctx, row.entry_id, input.waitMs, 'absent') };
}

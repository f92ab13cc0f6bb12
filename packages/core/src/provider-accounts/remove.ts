import type { EntryState } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { lockAccount } from './repository.ts';
import { accountAfter } from './wait.ts';

/** Takes the credential out of its gateway. Removing it twice is no error. */
export async function removeAccount(
  ctx: Context,
  input: { id: string; waitMs: number },
): Promise<{ state: EntryState }> {
  const gatewayId = await withTransaction(ctx.db, async (tx) => {
    const row = await lockAccount(tx, input.id);
    permitOwner(ctx, row?.user_id, 'provider-accounts:remove');
    if (!row) throw notFound('account');
    if (row.desired === 'absent') return row.gateway_id;
    const now = sql<Date>`now()`;
    await tx
      .updateTable('provider_accounts')
      .set({ desired: 'absent', status: 'pending', problem: null, attempts: 0, next_attempt_at: now, removed_at: now })
      .where('id', '=', row.id)
      .execute();
    await audit(tx, ctx, {
      action: 'provider-account.removed',
      resource: 'provider-account',
      resourceId: row.id,
      details: { provider: row.provider, name: row.name },
    });
    return row.gateway_id;
  });
  ctx.wakeSync(gatewayId);
  return { state: (await accountAfter(ctx, input.id, input.waitMs)).state };
}

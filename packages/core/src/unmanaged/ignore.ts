import type { IgnoreEntriesInput } from '@gatehouse/contracts/gateway-upkeep';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { connectionOf } from '../gateway-sync/index.ts';
import { deleteIgnored, insertIgnored } from './repository.ts';

/** Leaves entries of nobody here out of every count. Only a hash of each is remembered. */
export function ignoreEntries(ctx: Context, input: IgnoreEntriesInput): Promise<{ changed: number }> {
  return change(ctx, input, 'gateway.entries-ignored', insertIgnored);
}

export function unignoreEntries(ctx: Context, input: IgnoreEntriesInput): Promise<{ changed: number }> {
  return change(ctx, input, 'gateway.entries-unignored', deleteIgnored);
}

async function change(
  ctx: Context,
  input: IgnoreEntriesInput,
  action: string,
  write: typeof insertIgnored,
): Promise<{ changed: number }> {
  permit(ctx, 'gateways:update');
  const { name } = await connectionOf(ctx, input.id);

  const changed = await withTransaction(ctx.db, async (tx) => {
    const count = await write(tx, {
      gatewayId: input.id,
      entries: input.entries,
      userId: ctx.actor.type === 'user' ? ctx.actor.userId : null,
    });
    const details = { name, entries: count };
    await audit(tx, ctx, { action, resource: 'gateway', resourceId: input.id, details });
    return count;
  });

  ctx.wakeSync(input.id);
  return { changed };
}

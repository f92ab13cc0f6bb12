import type { MoveAnswer, MoveGatewayInput } from '@gatehouse/contracts/gateway-upkeep';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { connectionOf } from '../gateway-sync/index.ts';
import { selectEntryFacts } from './entry-facts.ts';
import { prepareMove } from './move-entries.ts';
import { countMoved, giveTo, selectMovable } from './move-repository.ts';
import { boundAccounts, convergeUntilConfirmed } from './rebuild.ts';
import { resolveGateway } from './resolve.ts';
import { unusable } from './unusable.ts';

/**
 * What people have at one gateway is wanted at another. It leaves the first only once the second has confirmed it, entry
 * by entry, also if this process dies meanwhile.
 */
export async function moveGateway(ctx: Context, input: MoveGatewayInput): Promise<MoveAnswer> {
  permit(ctx, 'gateways:update');
  const [from, to] = [await connectionOf(ctx, input.id), await connectionOf(ctx, input.toGatewayId)];
  if (from.id === to.id) throw unusable({ code: 'unsupported', message: 'Choose another gateway.' });
  const { version } = await resolveGateway(ctx, to.id);
  const target = { id: to.id, version, driver: ctx.drivers.for(to) };

  const { moved, kept, ownerIds } = await withTransaction(ctx.db, async (tx) => {
    const { moving, kept } = prepareMove(ctx, target, await selectMovable(tx, from.id));
    const given = await giveTo(tx, to.id, moving);
    await audit(tx, ctx, {
      action: 'gateway.moved',
      resource: 'gateway',
      resourceId: from.id,
      details: { from: from.name, to: to.name, entries: given.moved.length },
    });
    await ctx.cache.invalidate(tx, given.ownerIds.map(cacheTags.user));
    const taken = given.taken.map((entryId) => ({ entryId, reason: isThereAlready }));
    return { ...given, kept: [...kept, ...taken] };
  });

  ctx.cache.drop(ownerIds.map(cacheTags.user));
  const there = await convergeUntilConfirmed(ctx, to.id);
  const here = there.outcome === 'failed' ? there : await convergeUntilConfirmed(ctx, from.id);
  const facts = await selectEntryFacts(
    ctx.db,
    kept.map(({ entryId }) => entryId),
  );
  return {
    moved: moved.length,
    ...(await countMoved(ctx.db, moved)),
    kept: kept.map(({ entryId, reason }) => ({ entryId, label: facts.get(entryId)?.label ?? '', reason })),
    accounts: await boundAccounts(ctx, from.id, 'all'),
    problem: here.outcome === 'failed' ? here.problem : null,
  };
}

const isThereAlready = 'The other gateway has it already.';

import type { ShareView } from '@gatehouse/contracts/sharing';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import { deleteChoicesOf } from '../bundle-choices/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { dropChoices } from './announce.ts';
import { shareViewsOf } from './list.ts';
import { addVersion, ended } from './publish.ts';
import { deleteForgottenShares, lockOwnShare, markEnded, selectVersion } from './repository.ts';

/** Publishes what an earlier version held as a new one: numbers only go up, and followers see what came back. */
export async function rollBackShare(ctx: Context, input: { id: string; version: number }): Promise<ShareView> {
  const actor = permitUser(ctx, 'shares:publish-own');
  const { followers } = await withTransaction(ctx.db, async (tx) => {
    const share = await lockOwnShare(tx, input.id, actor.userId);
    if (share.ended_at !== null) throw ended();
    const earlier = await selectVersion(tx, share.id, input.version);
    if (!earlier) throw notFound('version');
    return addVersion(tx, ctx, share, earlier.document, input.version);
  });
  dropChoices(ctx, followers);
  const [view] = await shareViewsOf(ctx, actor.userId, input.id);
  if (!view) throw notFound('share');
  return view;
}

/** Nobody new can follow it, and no version comes. Those who follow it keep the last one until they stop. */
export async function unpublishShare(ctx: Context, input: { id: string }): Promise<{ unpublished: true }> {
  const actor = permitUser(ctx, 'shares:publish-own');
  await withTransaction(ctx.db, async (tx) => {
    const share = await lockOwnShare(tx, input.id, actor.userId);
    if ((await markEnded(tx, 'id', share.id)) === 0) return;
    await audit(tx, ctx, {
      action: 'share.unpublished',
      resource: 'share',
      resourceId: share.id,
      details: { name: share.name, version: share.latest_version },
    });
    await deleteForgottenShares(tx, [share.id]);
  });
  return { unpublished: true };
}

/**
 * When a person is removed: what they published ends, what they followed and chose is forgotten with its secrets. Their
 * followers keep the last version.
 */
export async function endSharingOf(tx: Transaction<Database>, userId: string): Promise<number> {
  const count = await markEnded(tx, 'user_id', userId);
  const followed = await tx
    .deleteFrom('share_subscriptions')
    .where('user_id', '=', userId)
    .returning('share_id')
    .execute();
  const own = await tx.selectFrom('shares').select('id').where('user_id', '=', userId).execute();
  await deleteForgottenShares(tx, [...followed.map(({ share_id }) => share_id), ...own.map(({ id }) => id)]);
  await deleteChoicesOf(tx, userId);
  return count;
}

import type { SharePreview, SubscriptionView } from '@gatehouse/contracts/sharing';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { announceChoices, dropChoices } from './announce.ts';
import { diffShared } from './diff.ts';
import { partsOf } from './parts.ts';
import { selectVersion } from './repository.ts';
import {
  countSubscriptions,
  holdShareByCode,
  lockFollower,
  pauseOthers,
  upsertSubscription,
} from './subscription-repository.ts';
import { subscriptionView } from './subscriptions.ts';

const mostSubscriptions = 20;

/** What a code stands for, before anything is taken over. Tries are limited, so that codes cannot be guessed. */
export async function previewShare(ctx: Context, input: { code: string }): Promise<SharePreview> {
  const actor = permitUser(ctx, 'shares:follow-own');
  await ctx.rateLimits.consume('share-code', actor.userId);
  return withTransaction(ctx.db, async (tx) => {
    const share = await holdShareByCode(tx, input.code);
    const latest = share && (await selectVersion(tx, share.id, share.latest_version));
    if (!share || !latest) throw unknownCode();
    return {
      name: share.name,
      publisherName: share.publisher_name,
      version: latest.version,
      publishedAt: latest.publishedAt,
      document: latest.document,
      contents: diffShared(null, latest.document),
      parts: partsOf(latest.document),
    };
  });
}

/** Follows a share. One is in use at a time: another that was is paused, with all that was agreed to and filled in. */
export async function subscribeToShare(
  ctx: Context,
  input: { code: string; consents: string[] },
): Promise<SubscriptionView> {
  const actor = permitUser(ctx, 'shares:follow-own');
  await ctx.rateLimits.consume('share-code', actor.userId);
  const id = await withTransaction(ctx.db, async (tx) => {
    await lockFollower(tx, actor.userId);
    const share = await holdShareByCode(tx, input.code);
    const latest = share && (await selectVersion(tx, share.id, share.latest_version));
    if (!share || !latest) throw unknownCode();
    if (share.user_id === actor.userId) throw fail('share_own', 'This is your own: your choices apply already.', {});
    if ((await countSubscriptions(tx, actor.userId)) >= mostSubscriptions)
      throw fail('share_limit', `You follow ${mostSubscriptions} shares already. Stop following one first.`, {
        limit: mostSubscriptions,
      });
    // Only what the person can have seen: the latest version may have changed since they looked.
    const offered = new Set(partsOf(latest.document).map(({ hash }) => hash));
    const consents = input.consents.filter((hash) => offered.has(hash));
    await pauseOthers(tx, actor.userId, share.id);
    const subscriptionId = await upsertSubscription(tx, {
      id: newId(),
      userId: actor.userId,
      shareId: share.id,
      consents,
    });
    await audit(tx, ctx, {
      action: 'share.followed',
      resource: 'share',
      resourceId: share.id,
      details: {
        name: share.name,
        publisher: share.publisher_name,
        version: latest.version,
        consents: consents.length,
      },
    });
    await announceChoices(tx, ctx, [actor.userId]);
    return subscriptionId;
  });
  dropChoices(ctx, [actor.userId]);
  return subscriptionView(ctx, actor.userId, id);
}

const unknownCode = () =>
  fail('not_found', 'There is no share with this code. Ask its publisher for the current one.', {
    resource: 'share-code',
  });

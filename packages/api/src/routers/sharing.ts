import {
  consentInput,
  diffShareInput,
  draftShareInput,
  fillInInput,
  pinSubscriptionInput,
  previewShareInput,
  publishShareInput,
  rollBackShareInput,
  shareByIdInput,
  subscribeInput,
  subscriptionByIdInput,
} from '@gatehouse/contracts/sharing';
import {
  consentToParts,
  diffShare,
  draftShare,
  fillInValues,
  getShare,
  listShares,
  listSubscriptions,
  pauseSubscription,
  pinSubscription,
  previewShare,
  publishShare,
  resumeSubscription,
  rollBackShare,
  subscribeToShare,
  unpublishShare,
  unsubscribe,
} from '@gatehouse/core/sharing';
import { router, token } from '../trpc/index.ts';

const [read, write] = [token('read'), token('write')];

export const sharing = router({
  list: read.query(({ ctx }) => listShares(ctx)),
  get: read.input(shareByIdInput).query(({ ctx, input }) => getShare(ctx, input)),
  draft: read.input(draftShareInput).query(({ ctx, input }) => draftShare(ctx, input)),
  diff: read.input(diffShareInput).query(({ ctx, input }) => diffShare(ctx, input)),
  publish: write.input(publishShareInput).mutation(({ ctx, input }) => publishShare(ctx, input)),
  rollBack: write.input(rollBackShareInput).mutation(({ ctx, input }) => rollBackShare(ctx, input)),
  unpublish: write.input(shareByIdInput).mutation(({ ctx, input }) => unpublishShare(ctx, input)),

  subscriptions: read.query(({ ctx }) => listSubscriptions(ctx)),
  /** A mutation, because the code must not be part of an address. */
  preview: read.input(previewShareInput).mutation(({ ctx, input }) => previewShare(ctx, input)),
  subscribe: write.input(subscribeInput).mutation(({ ctx, input }) => subscribeToShare(ctx, input)),
  pause: write.input(subscriptionByIdInput).mutation(({ ctx, input }) => pauseSubscription(ctx, input)),
  resume: write.input(subscriptionByIdInput).mutation(({ ctx, input }) => resumeSubscription(ctx, input)),
  pin: write.input(pinSubscriptionInput).mutation(({ ctx, input }) => pinSubscription(ctx, input)),
  consent: write.input(consentInput).mutation(({ ctx, input }) => consentToParts(ctx, input)),
  fillIn: write.input(fillInInput).mutation(({ ctx, input }) => fillInValues(ctx, input)),
  unsubscribe: write.input(subscriptionByIdInput).mutation(({ ctx, input }) => unsubscribe(ctx, input)),
});

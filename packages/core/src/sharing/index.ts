export { effectiveChoices, waitingParts } from './effective.ts';
export { endSharingOf, rollBackShare, unpublishShare } from './end.ts';
export {
  consentToParts,
  fillInValues,
  pauseSubscription,
  pinSubscription,
  resumeSubscription,
  unsubscribe,
} from './follow.ts';
export { diffShare, draftShare, getShare, listShares } from './list.ts';
export type { WaitingParts } from './parts.ts';
export { publishShare } from './publish.ts';
export { sealedColumns } from './sealed-columns.ts';
export { previewShare, subscribeToShare } from './subscribe.ts';
export { listSubscriptions } from './subscriptions.ts';

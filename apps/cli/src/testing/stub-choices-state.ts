import { type BundleChoicesView, maskedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { type ShareView, type SubscriptionView, sharedChoices } from '@gatehouse/contracts/sharing';

const at = new Date('2026-01-02T03:04:05Z');
export const part = {
  kind: 'local-server' as const,
  name: 'github',
  hash: 'a'.repeat(64),
  content: 'npx github',
  variables: ['API_TOKEN'],
};
const document = sharedChoices.parse({ defaultModel: 'glm-4.6' });
const latest = { version: 2, contentHash: 'b'.repeat(64), publishedAt: at };
export const share: ShareView = {
  id: '01900000-0000-7000-8000-000000000f01',
  name: 'Backend team',
  code: 'ABCD-2345',
  latest,
  followers: 3,
  createdAt: at,
  endedAt: null,
  hasUnpublishedChanges: true,
};
export const subscription: SubscriptionView = {
  id: '01900000-0000-7000-8000-000000000f02',
  shareId: '01900000-0000-7000-8000-000000000f03',
  name: 'Frontend team',
  publisherName: 'Bob',
  source: 'active',
  isPaused: false,
  pinnedVersion: null,
  version: 2,
  latestVersion: 2,
  document,
  parts: [{ ...part, state: 'waiting-for-consent', filledIn: [] }],
  subscribedAt: at,
};

/** What the stub keeps of choices and shares; tests change it. */
export type StubChoices = {
  view: BundleChoicesView;
  shares: ShareView[];
  subscriptions: SubscriptionView[];
  refusals: string[];
  /** Somebody else edits them between a look and a change. */
  isRaced: boolean;
};
export const newStubChoices = (): StubChoices => ({
  view: { version: 0, updatedAt: null, choices: maskedBundleChoices.parse({}), problems: [], teamExclusions: [] },
  shares: [share],
  subscriptions: [subscription],
  refusals: [],
  isRaced: false,
});

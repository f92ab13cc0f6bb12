import { type BundleChoicesView, updateBundleChoicesInput } from '@gatehouse/contracts/bundle-choices';
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
import { part, share, subscription } from './stub-choices-state.ts';
import type { refuse, token } from './stub-router.ts';

const at = new Date('2026-01-02T03:04:05Z');
const { document } = subscription;
const { latest } = share;

/** Choices as the server keeps them: an edit of an older version is a conflict, and no value comes back. */
export const stubChoices = (procedure: typeof token, onRefusal: typeof refuse) => ({
  get: procedure.query(({ ctx }): BundleChoicesView => {
    const { view, isRaced } = ctx.state.choices;
    if (isRaced) ctx.state.choices.view = { ...view, version: view.version + 1 };
    return view;
  }),
  update: procedure.input(updateBundleChoicesInput).mutation(({ ctx, input }): BundleChoicesView => {
    const { view } = ctx.state.choices;
    if (input.version !== view.version)
      return onRefusal({
        code: 'edit_conflict',
        message: 'Somebody has changed this.',
        details: { version: view.version },
      });
    const masked = JSON.parse(JSON.stringify(input.choices), (key, value) =>
      key === 'environment' || key === 'headers'
        ? Object.fromEntries(Object.keys(value).map((name) => [name, null]))
        : value,
    );
    ctx.state.choices.view = { ...view, version: view.version + 1, updatedAt: at, choices: masked };
    return ctx.state.choices.view;
  }),
});

const changes = [{ at: 'defaultModel', before: 'gpt-5', after: 'glm-4.6' }];

export const stubSharing = (procedure: typeof token) => ({
  list: procedure.query(({ ctx }) => ctx.state.choices.shares),
  subscriptions: procedure.query(({ ctx }) => ctx.state.choices.subscriptions),
  get: procedure.input(shareByIdInput).query(() => ({ versions: [latest], document })),
  diff: procedure.input(diffShareInput).query(() => ({ changes })),
  draft: procedure.input(draftShareInput).query(({ ctx }) => ({
    choicesVersion: ctx.state.choices.view.version,
    document,
    changes,
    isUnchanged: false,
    refusals: ctx.state.choices.refusals,
    notes: [],
  })),
  publish: procedure.input(publishShareInput).mutation(() => ({ share, isNewVersion: true })),
  rollBack: procedure.input(rollBackShareInput).mutation(() => ({ ...share, latest: { ...latest, version: 3 } })),
  unpublish: procedure.input(shareByIdInput).mutation(() => ({ unpublished: true as const })),
  preview: procedure.input(previewShareInput).mutation(() => ({
    name: 'Frontend team',
    publisherName: 'Bob',
    version: 2,
    publishedAt: at,
    document,
    contents: [{ at: 'defaultModel', before: null, after: 'glm-4.6' }],
    parts: [part],
  })),
  subscribe: procedure.input(subscribeInput).mutation(() => subscription),
  pause: procedure.input(subscriptionByIdInput).mutation(() => ({ ...subscription, isPaused: true })),
  resume: procedure.input(subscriptionByIdInput).mutation(() => subscription),
  pin: procedure
    .input(pinSubscriptionInput)
    .mutation(({ input }) => ({ ...subscription, pinnedVersion: input.version })),
  consent: procedure
    .input(consentInput)
    .mutation(() => ({ ...subscription, parts: [{ ...part, state: 'waiting-for-values' as const, filledIn: [] }] })),
  fillIn: procedure
    .input(fillInInput)
    .mutation(() => ({ ...subscription, parts: [{ ...part, state: 'in-use' as const, filledIn: ['API_TOKEN'] }] })),
  unsubscribe: procedure.input(subscriptionByIdInput).mutation(() => ({ unsubscribed: true as const })),
});

import { z } from 'zod';
import { mostMcpServers, pluginList, travellingFields } from '../bundle-choices/document.ts';
import { entryName, headerName, plainText, recordOf, serverUrl, variableName } from '../bundle-choices/fields.ts';
import { displayName, id } from '../fields/index.ts';

/** `variables` are names: each follower fills the values in for themselves. */
export const sharedServer = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('local'),
    command: z.array(plainText(1000)).min(1).max(50),
    variables: z.array(variableName).max(50),
  }),
  z.strictObject({ type: z.literal('remote'), url: serverUrl, variables: z.array(headerName).max(50) }),
]);
export type SharedServer = z.infer<typeof sharedServer>;

/** All that travels. A field that is not here does not: the schema is strict, and values have no place in it. */
export const sharedChoices = z.strictObject({
  ...travellingFields,
  mcpServers: recordOf(entryName, sharedServer, mostMcpServers),
  plugins: pluginList,
});
export type SharedChoices = z.infer<typeof sharedChoices>;

/** Typed as it comes: spaces, hyphens and case do not matter. `XXXX-XXXX` without I, O, 0 and 1. */
export const shareCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .refine((code) => /^[A-HJ-NP-Z2-9]{8}$/.test(code), 'A code looks like ABCD-2345.');

const versionNumber = z.number().int().min(1);
/** Hex SHA-256. */
const contentHash = z.string().regex(/^[0-9a-f]{64}$/);

export const shareByIdInput = z.object({ id });
export const draftShareInput = z.object({ id: id.optional() });
/** Without `id` a new share, which needs a name. `choicesVersion` is the one that was looked at. */
export const publishShareInput = z.object({
  id: id.optional(),
  name: displayName.optional(),
  choicesVersion: z.number().int().min(0),
});
export type PublishShareInput = z.infer<typeof publishShareInput>;
export const rollBackShareInput = z.object({ id, version: versionNumber });
/** `from` 0 stands for nothing at all. */
export const diffShareInput = z.object({ id, from: z.number().int().min(0), to: versionNumber });

export const previewShareInput = z.object({ code: shareCode });
/** `consents`: hashes of the parts that the person looked at and agreed to. */
export const subscribeInput = z.object({ code: shareCode, consents: z.array(contentHash).max(100).default([]) });
export const subscriptionByIdInput = z.object({ id });
/** `version` null follows the latest. */
export const pinSubscriptionInput = z.object({ id, version: versionNumber.nullable() });
/** `consents` replaces nothing: it is added, unless `isWithdrawn`. */
export const consentInput = z.object({
  id,
  consents: z.array(contentHash).min(1).max(100),
  isWithdrawn: z.boolean().default(false),
});
/** Values for one server of the share; null forgets one. */
export const fillInInput = z.object({
  id,
  server: entryName,
  values: z.record(
    z.union([variableName, headerName]),
    z
      .string()
      .max(4000)
      .regex(/^[^\0\p{Surrogate}]*$/u)
      .nullable(),
  ),
});
export type FillInInput = z.infer<typeof fillInInput>;

/** One difference between two versions. `before` or `after` null: it was not there, or is not any more. */
export type ChoiceChange = { at: string; before: string | null; after: string | null };

export type ShareVersionView = { version: number; contentHash: string; publishedAt: Date };
/** What the publisher sees. */
export type ShareView = {
  id: string;
  name: string;
  /** `XXXX-XXXX`; null once the share has ended. */
  code: string | null;
  latest: ShareVersionView;
  followers: number;
  createdAt: Date;
  endedAt: Date | null;
  /** The publisher's choices are not what was published last. */
  hasUnpublishedChanges: boolean;
};
export type ShareDetails = { versions: ShareVersionView[]; document: SharedChoices };

/** What would be published now. `refusals` say why it would not be. */
export type ShareDraft = {
  choicesVersion: number;
  /** Null where it would be refused: it holds what it is refused for. */
  document: SharedChoices | null;
  changes: ChoiceChange[];
  isUnchanged: boolean;
  refusals: string[];
  notes: string[];
};

/** Something that could run or send: left out of the bundles until the follower agrees to exactly this content. */
export type SharedPart = {
  kind: 'local-server' | 'remote-server' | 'plugin';
  name: string;
  hash: string;
  /** The command, the address or the plugin, as it would be written. */
  content: string;
  variables: string[];
};
export type FollowedPart = SharedPart & {
  state: 'in-use' | 'waiting-for-consent' | 'waiting-for-values' | 'replaced-by-own';
  /** Variables that have a value of the follower's. */
  filledIn: string[];
};

export type SharePreview = {
  name: string;
  publisherName: string;
  version: number;
  publishedAt: Date;
  document: SharedChoices;
  /** The same as lines to read. */
  contents: ChoiceChange[];
  parts: SharedPart[];
};

export type SubscriptionView = {
  id: string;
  shareId: string;
  name: string;
  publisherName: string;
  /** Whether new versions can come: `unpublished` and `publisher-left` keep the last one usable. */
  source: 'active' | 'unpublished' | 'publisher-inactive' | 'publisher-left';
  isPaused: boolean;
  pinnedVersion: number | null;
  /** The one in use, or that would be if it were not paused. */
  version: number;
  latestVersion: number;
  document: SharedChoices;
  parts: FollowedPart[];
  subscribedAt: Date;
};

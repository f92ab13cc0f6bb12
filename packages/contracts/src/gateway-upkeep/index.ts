import { z } from 'zod';
import { displayName, httpUrl, id } from '../fields/index.ts';
import {
  type EntryStatus,
  type GatewayProblem,
  type GatewayView,
  managementKey,
  type Resource,
  resources,
} from '../gateways/index.ts';

/** Of entries that had been confirmed: what somebody else did to them. */
export const entryEventKinds = ['missing', 'changed', 'returned', 'duplicated', 'not-live'] as const;
/** Of a gateway as a whole. */
export const gatewayEventKinds = [
  'health-changed',
  'version-changed',
  'restarted',
  'locked-out',
  'rival-suspected',
] as const;
export const eventKinds = [...entryEventKinds, ...gatewayEventKinds] as const;
export type EntryEventKind = (typeof entryEventKinds)[number];
export type GatewayEventKind = (typeof eventKinds)[number];

/** `repairing`: written, not confirmed yet. `held`: a person has to decide. `reported`: the gateway's policy says so. */
export const eventActions = ['repaired', 'repairing', 'reported', 'held'] as const;
export type GatewayEventAction = (typeof eventActions)[number];

export const listGatewayEventsInput = z.object({
  id,
  /** The `id` of the last event of the page before. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListGatewayEventsInput = z.infer<typeof listGatewayEventsInput>;

/** Newest first. `resource`, `label` and `action` are null for what concerns the whole gateway. */
export type GatewayEventView = {
  id: string;
  at: Date;
  kind: GatewayEventKind;
  entryId: string | null;
  /** Of an account at a provider; `resource` is null then. */
  accountId: string | null;
  resource: Resource | null;
  /** As it was called at that time; never a secret. */
  label: string | null;
  action: GatewayEventAction | null;
  /** When the gateway was seen to be as desired again; null while it is not. */
  resolvedAt: Date | null;
  /** `from` and `to` of a version or health, `problem`, `reason`. */
  details: Record<string, string>;
};

/** `clear`: a field that was ours is taken out. `collapse`: copies become one. `reload`: taken out and put in again. */
export const planActions = ['add', 'change', 'remove', 'clear', 'collapse', 'reload'] as const;
export type PlanAction = (typeof planActions)[number];

export type PlannedChange = {
  entryId: string;
  action: PlanAction;
  label: string;
  masked: string | null;
  ownerName: string | null;
  /** Names of the fields that would be written or taken out; never their values. */
  fields: string[];
};

/** Different at the gateway and left alone, because of `status`, or because the gateway's policy is `report`. */
export type HeldEntry = {
  entryId: string;
  label: string;
  masked: string | null;
  ownerName: string | null;
  status: EntryStatus;
  reason: 'conflict' | 'rejected' | 'policy' | 'not-live';
  problem: GatewayProblem | null;
};

/** At the gateway and of nobody here. `key` names it in `adopt` and `ignore`; nothing about the secret follows from it. */
export type UnmanagedEntryView = {
  key: string;
  resource: Resource;
  label: string;
  masked: string;
  /** Facts to recognise it by, such as provider, base URL and number of models; no secret. */
  details: Record<string, string>;
  copies: number;
  isIgnored: boolean;
  /** Why it cannot be given an owner; null if it can. */
  obstacle: string | null;
  /** What an owner has to know: the gateway does not show its secret, so not everything can be done with it. */
  caveat: string | null;
  /** Whether adopting takes the secret of someone who knows it; the gateway's hash proves that it is the one. */
  takesSecret: boolean;
};

/** An account as a plan or a report names it; never what it is called at its gateway. */
export type AccountName = { accountId: string; provider: string; name: string; ownerName: string };
/** Its credential rests at one gateway only. Nobody else can bring it back. */
export type AccountToConnect = AccountName & { reason: string };

export const accountActions = ['enable', 'disable', 'edit', 'delete'] as const;
export type AccountAction = (typeof accountActions)[number];

/** `fields`: names of what would be written; never their values. */
export type PlannedAccountChange = AccountName & { actions: AccountAction[]; fields: string[] };
export type HeldAccount = AccountName & {
  status: EntryStatus;
  reason: 'conflict' | 'rejected' | 'policy' | 'gone' | 'uploading';
  problem: GatewayProblem | null;
};

/** Accounts at providers, of a gateway that has any. `unclaimed`: credentials there that are of nobody here. */
export type AccountsPlan = {
  changes: PlannedAccountChange[];
  held: HeldAccount[];
  agreeing: number;
  unclaimed: { provider: string; hint: string | null }[];
};

export type ResourcePlan = {
  resource: Resource;
  changes: PlannedChange[];
  held: HeldEntry[];
  /** How many entries are as they should be. */
  agreeing: number;
  unmanaged: UnmanagedEntryView[];
};

/** What “apply” would do now. `problem`: the gateway could not be read, and then nothing is known. */
export type GatewayPlanView = {
  gatewayId: string;
  at: Date;
  policy: GatewayView['policy'];
  problem: GatewayProblem | null;
  resources: ResourcePlan[];
  /** Null for a gateway that has no accounts. */
  accounts: AccountsPlan | null;
};

export const unmanagedKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This does not name an entry.');
const entryChoice = z.object({ resource: z.enum(resources), key: unmanagedKey });

export const adoptEntriesInput = z.object({
  id,
  entries: z
    .array(
      entryChoice.extend({
        /** Left out: whoever adopts. */
        ownerUserId: id.optional(),
        /** What it is called here; left out: its label. */
        name: displayName.optional(),
        /** The whole key, where the entry takes it: then it can be used in bundles and made again elsewhere. */
        secret: z.string().trim().min(1).max(500).optional(),
      }),
    )
    .min(1)
    .max(1000),
});
export type AdoptEntriesInput = z.infer<typeof adoptEntriesInput>;
export type AdoptAnswer = {
  adopted: { key: string; resource: Resource; entryId: string; label: string }[];
  refused: { key: string; resource: Resource; reason: string }[];
};

export const ignoreEntriesInput = z.object({ id, entries: z.array(entryChoice).min(1).max(1000) });
export type IgnoreEntriesInput = z.infer<typeof ignoreEntriesInput>;

/** How a gateway's lists were right before one of our writes. The content stays sealed. */
export type GatewaySnapshotView = {
  id: string;
  resource: Resource;
  takenAt: Date;
  reason: 'sync' | 'undo';
  entryCount: number;
  /** How many of them were of nobody here: those that undoing brings back. */
  strangerCount: number;
};

export const undoGatewayInput = z.object({ id, snapshotId: id });
export type UndoGatewayInput = z.infer<typeof undoGatewayInput>;
/** `isChanged` false: the strangers were as in the snapshot already. */
export type UndoAnswer = {
  isChanged: boolean;
  resource: Resource;
  strangers: number;
  /** What could not be put back to how it was, and why. */
  notRestored: { label: string; reason: string }[];
};

export const rebuildGatewayInput = z.object({
  id,
  /** Where the new, empty gateway is, if at another address. */
  baseUrl: httpUrl.optional(),
  managementKey: managementKey.optional(),
});
export type RebuildGatewayInput = z.infer<typeof rebuildGatewayInput>;

/** Read back from the gateway: `wanted` should be there, `confirmed` are. */
export type RebuildAnswer = {
  wanted: number;
  confirmed: number;
  problem: GatewayProblem | null;
  gateway: GatewayView;
  /** What cannot be made again, as nobody here knows its secret. */
  lost: { entryId: string; label: string; reason: string }[];
  accounts: AccountToConnect[];
};

export const moveGatewayInput = z.object({ id, toGatewayId: id });
export type MoveGatewayInput = z.infer<typeof moveGatewayInput>;
/** Read back from both. What is not confirmed yet goes on by itself; nothing leaves before it is confirmed there. */
export type MoveAnswer = {
  moved: number;
  confirmedThere: number;
  leftHere: number;
  /** Stay where they are: the other gateway has them under another owner, or cannot hold them. */
  kept: { entryId: string; label: string; reason: string }[];
  /** Stay at the first gateway: each is connected again at the other by its owner. */
  accounts: AccountToConnect[];
  problem: GatewayProblem | null;
};

import { z } from 'zod';
import { displayName, httpUrl, id } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';
import { headerEdits } from '../provider-keys/index.ts';

/** Providers at which a person signs in instead of giving a key. */
export const accountProviders = ['claude', 'codex', 'antigravity', 'xai', 'kimi'] as const;
export type AccountProvider = (typeof accountProviders)[number];
export const accountProvider = z.enum(accountProviders);

/** `redirect`: the provider's page ends at an address that the person pastes back. `device`: it asks for a short code. */
export const loginFlowOf: Record<AccountProvider, 'redirect' | 'device'> = {
  claude: 'redirect',
  codex: 'redirect',
  antigravity: 'redirect',
  xai: 'device',
  kimi: 'device',
};

/** How an account is used at its gateway. One that is left out stays as it is. */
export const accountSettings = z.object({
  /** Higher is used first; 0 is the gateway's default. */
  priority: z.number().int().min(-1000).max(1000).optional(),
  note: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'A note is one line.')
    .optional(),
  /** Clients can ask for `prefix/model` to use just this account. Empty takes it away. */
  prefix: z
    .string()
    .trim()
    .max(60)
    .regex(/^[A-Za-z0-9._-]*$/, 'A prefix holds letters, digits, dots, dashes and underscores.')
    .optional(),
  /** Empty takes it away. User name and password are not taken here: they would be shown. */
  proxyUrl: z.union([z.literal(''), httpUrl]).optional(),
  /** `*` stands for any text. */
  excludedModels: z.array(z.string().trim().toLowerCase().min(1).max(200)).max(200).optional(),
  /** Its share of requests under weighted routing; 1 where nothing is said. */
  weight: z.number().int().min(1).max(1_000_000).optional(),
  /** How many times the gateway tries a request again with it. */
  requestRetry: z.number().int().min(0).max(10).optional(),
});
export type AccountSettings = z.infer<typeof accountSettings>;

const waitMs = z.number().int().min(0).max(10_000).default(0);

export const listProviderAccountsInput = z.object({ scope: z.enum(['own', 'all']).default('own') });

export const startConnectInput = z.object({ gatewayId: id.optional(), provider: accountProvider, name: displayName });
export type StartConnectInput = z.infer<typeof startConnectInput>;

/** The address at which the provider's page ended, as the browser shows it. Holds a one-time code. */
export const completeConnectInput = z.object({ id, callbackUrl: z.string().trim().min(1).max(8192) });
export type CompleteConnectInput = z.infer<typeof completeConnectInput>;

export const connectByIdInput = z.object({ id });

/** A credential file is far smaller than this. */
export const maxCredentialBytes = 65_536;

export const importAccountInput = z.object({
  gatewayId: id.optional(),
  provider: accountProvider,
  name: displayName,
  /** The text of the credential file. It goes to the gateway and is kept nowhere else. */
  content: z.string().min(2).max(maxCredentialBytes, 'A credential file is smaller than 64 KiB.'),
  waitMs,
});
export type ImportAccountInput = z.infer<typeof importAccountInput>;

export const updateAccountInput = z.object({
  id,
  name: displayName.optional(),
  isDisabled: z.boolean().optional(),
  settings: accountSettings.optional(),
  /** Sent with every request that uses the account. */
  headers: headerEdits.optional(),
  waitMs,
});
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;

export const removeAccountInput = z.object({ id, waitMs });

export const listUnclaimedInput = z.object({ gatewayId: id.optional() });
/** `fileId` is the one of `UnclaimedAccountView`. */
export const claimAccountInput = z.object({
  gatewayId: id,
  fileId: z.string().regex(/^[0-9a-f]{64}$/),
  userId: id,
  name: displayName,
});
export type ClaimAccountInput = z.infer<typeof claimAccountInput>;

export type ProviderAccountView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  provider: AccountProvider;
  name: string;
  isDisabled: boolean;
  settings: AccountSettings;
  /** Their values may be secrets, and are shown to nobody. */
  headerNames: string[];
  /** What the gateway says of the credential itself, e.g. `active` or `error`; null if it has not been seen yet. */
  health: string | null;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  state: EntryState;
};

/**
 * `open`: waits for the person. `connected`: the account is theirs. `unclaimed`: it could not be proven whose the new
 * credential is; an administrator assigns it. `failed`: nothing came of it. `expired`, `cancelled`: it was given up.
 */
export const connectStatuses = ['open', 'connected', 'unclaimed', 'failed', 'expired', 'cancelled'] as const;
export type ConnectStatus = (typeof connectStatuses)[number];

export const connectProblems = ['declined', 'taken', 'nothing-appeared', 'lost', 'gateway'] as const;
export type ConnectProblem = (typeof connectProblems)[number];

export type ConnectView = {
  id: string;
  gatewayId: string;
  provider: AccountProvider;
  status: ConnectStatus;
  /** Why it failed; null otherwise. */
  problem: ConnectProblem | null;
  /** Of the account, once it is connected. */
  accountId: string | null;
  expiresAt: Date;
};

/** What the person does next: open `url`, and enter `userCode` there if there is one. Shown to that person only. */
export type ConnectStart = ConnectView & { flow: 'redirect' | 'device'; url: string; userCode: string | null };

/** A credential at a gateway that belongs to nobody here. */
export type UnclaimedAccountView = {
  gatewayId: string;
  gatewayName: string;
  fileId: string;
  provider: string;
  /** Enough to recognise the account, e.g. `a…@example.com`; null where the gateway shows no address. */
  hint: string | null;
  isDisabled: boolean;
  /** People whose logins may have brought it. */
  candidates: { id: string; name: string }[];
};

/** A gateway that has accounts and did not tell which, and why. */
export type UnaskedGateway = { gatewayId: string; gatewayName: string; reason: string };
export type UnclaimedAccountsView = { accounts: UnclaimedAccountView[]; unasked: UnaskedGateway[] };

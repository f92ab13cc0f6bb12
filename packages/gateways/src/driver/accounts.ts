import type { AccountProvider, AccountSettings } from '@gatehouse/contracts/provider-accounts';
import type { Answered, ApplyOutcome } from './outcome.ts';

/** A credential file of a gateway, without what is secret in it. */
export type ObservedAccount = {
  /** Its name at the gateway, which may hold the person's address. */
  fileName: string;
  /** As the gateway calls it; may be one that Gatehouse does not know. */
  provider: string;
  authIndex: string | null;
  email: string | null;
  /** What the gateway says of it, such as `active` or `error`. */
  health: string;
  isDisabled: boolean;
  /** What it shows of how the account is used: not all of it. */
  settings: ShownAccountSettings;
  /** Moves with every write of the file, a refreshed token included. */
  modifiedAt: string | null;
};

/** Settings that a gateway shows again; the others are confirmed by its answer to the write only. */
export const shownAccountSettings = ['priority', 'note', 'weight', 'requestRetry'] as const;
export type ShownAccountSettings = Pick<AccountSettings, (typeof shownAccountSettings)[number]>;

/** An empty header is taken away; those that are not named stay. */
export type AccountFields = AccountSettings & { headers?: Record<string, string> };

export type LoginStart = { state: string; url: string; userCode: string | null };

/** What the provider's page handed back for a login that waits. */
export type LoginCallback = { provider: AccountProvider; state: string } & ({ code: string } | { error: string });

/** `unknown`: the gateway does not know this login, or not any more. */
export type LoginStatus = 'waiting' | 'confirmed' | 'failed' | 'unknown';

/**
 * Credentials of accounts at providers. Their files are named by the gateway or by us and addressed by name; no method
 * answers what is in one.
 */
export interface AccountsDriver {
  list(): Promise<Answered<{ accounts: ObservedAccount[] }>>;
  startLogin(provider: AccountProvider): Promise<Answered<{ login: LoginStart }>>;
  completeLogin(callback: LoginCallback): Promise<ApplyOutcome>;
  loginStatus(state: string): Promise<Answered<{ status: LoginStatus }>>;
  /** `wasWaiting: false`: there was no such login any more. */
  cancelLogin(state: string): Promise<Answered<{ wasWaiting: boolean }>>;
  /** Refuses a name that exists: the gateway itself would write over it. */
  upload(fileName: string, content: Record<string, unknown>): Promise<ApplyOutcome>;
  /** Of a file that is not there: `rejected`. Never writes the file's other content. */
  setDisabled(fileName: string, isDisabled: boolean): Promise<ApplyOutcome>;
  /** Only the given fields; an empty one takes it away. */
  setFields(fileName: string, fields: AccountFields): Promise<ApplyOutcome>;
  /** Removing what is not there is no error. */
  remove(fileName: string): Promise<ApplyOutcome>;
}

import type { AccountProvider } from '@gatehouse/contracts/provider-accounts';

/** The providers' side of logins at a gateway, and its folder of credentials. */
export type AccountDesk = {
  /** The person signs in at the provider, for the login with this state. */
  signIn(provider: AccountProvider, email: string, state: string): void;
  decline(state: string): void;
  /** Credential files by name, and whether each is switched off. */
  files(): Map<string, { isDisabled: boolean }>;
};

import { accessTokens } from '../routers/access-tokens.ts';
import { audit } from '../routers/audit.ts';
import { auth } from '../routers/auth.ts';
import { bundleChoices, gatewayExclusions } from '../routers/bundle-choices.ts';
import { bundles } from '../routers/bundles.ts';
import { changes } from '../routers/changes.ts';
import { clientKeys } from '../routers/client-keys.ts';
import { customProviderGroups, customProviders } from '../routers/custom-providers.ts';
import { deviceLogins } from '../routers/device-logins.ts';
import { gatewaySettings } from '../routers/gateway-settings.ts';
import { gateways } from '../routers/gateways.ts';
import { invitations } from '../routers/invitations.ts';
import { models } from '../routers/models.ts';
import { providerAccounts } from '../routers/provider-accounts.ts';
import { providerKeys } from '../routers/provider-keys.ts';
import { sessions } from '../routers/sessions.ts';
import { setup } from '../routers/setup.ts';
import { sharing } from '../routers/sharing.ts';
import { teams } from '../routers/teams.ts';
import { usage } from '../routers/usage.ts';
import { users } from '../routers/users.ts';
import { router } from '../trpc/index.ts';

export const appRouter = router({
  accessTokens,
  audit,
  auth,
  bundleChoices,
  bundles,
  changes,
  clientKeys,
  customProviderGroups,
  customProviders,
  deviceLogins,
  gatewayExclusions,
  gatewaySettings,
  gateways,
  invitations,
  models,
  providerAccounts,
  providerKeys,
  sessions,
  setup,
  sharing,
  teams,
  usage,
  users,
});

/** The only thing of this package that the consumers know. */
export type AppRouter = typeof appRouter;

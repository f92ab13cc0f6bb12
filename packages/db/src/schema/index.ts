import type { Migration } from 'kysely';
import * as foundation from './migrations/0001-foundation.ts';
import * as gatewayHistory from './migrations/0002-gateway-history.ts';
import * as entrySettings from './migrations/0003-entry-settings.ts';
import * as providerAccounts from './migrations/0004-provider-accounts.ts';
import * as clientKeyLimits from './migrations/0005-client-key-limits.ts';
import * as gatewaySettings from './migrations/0006-gateway-settings.ts';
import * as adoptedSecrets from './migrations/0007-adopted-secrets-and-account-events.ts';
import * as choicesAndSharing from './migrations/0008-choices-and-sharing.ts';
import * as modelMetadata from './migrations/0009-model-metadata.ts';
import * as usage from './migrations/0010-usage.ts';
import * as teams from './migrations/0011-teams.ts';
import * as cheaperContributions from './migrations/0012-cheaper-contributions.ts';
import * as unendedAuthentications from './migrations/0013-unended-authentications.ts';

export type * from './tables.ts';

/** In the order of their names. A migration that has been released is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-gateway-history': gatewayHistory,
  '0003-entry-settings': entrySettings,
  '0004-provider-accounts': providerAccounts,
  '0005-client-key-limits': clientKeyLimits,
  '0006-gateway-settings': gatewaySettings,
  '0007-adopted-secrets-and-account-events': adoptedSecrets,
  '0008-choices-and-sharing': choicesAndSharing,
  '0009-model-metadata': modelMetadata,
  '0010-usage': usage,
  '0011-teams': teams,
  '0012-cheaper-contributions': cheaperContributions,
  '0013-unended-authentications': unendedAuthentications,
};

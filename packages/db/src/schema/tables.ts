import type {
  BundleChoicesTable,
  GatewayExclusionsTable,
  ShareSubscriptionsTable,
  SharesTable,
  ShareVersionsTable,
} from './choice-tables.ts';
import type {
  ClientKeysTable,
  ConnectSessionsTable,
  CustomProviderGroupsTable,
  CustomProvidersTable,
  ProviderAccountsTable,
  ProviderKeysTable,
} from './contribution-tables.ts';
import type {
  GatewayAuthenticationsTable,
  GatewayEntriesTable,
  GatewayEventsTable,
  GatewayIgnoredEntriesTable,
  GatewaySettingsTable,
  GatewaySnapshotsTable,
  GatewaysTable,
  LeasesTable,
  ModelMetadataTable,
  ModelOverridesTable,
  ModelsTable,
} from './gateway-tables.ts';
import type {
  AccessTokensTable,
  AuditEntriesTable,
  DeviceLoginsTable,
  InstallationTable,
  InvitationsTable,
  RateLimitsTable,
  SessionsTable,
  UsersTable,
} from './identity-tables.ts';
import type { GatewayTeamsTable, TeamMembersTable, TeamsTable } from './team-tables.ts';
import type {
  UsageCollectorsTable,
  UsageDaysTable,
  UsageEventsTable,
  UsageGapsTable,
  UsageHorizonTable,
  UsageInboxTable,
  UsageQuarterHoursTable,
} from './usage-tables.ts';

export type * from './choice-tables.ts';
export type * from './contribution-tables.ts';
export type * from './gateway-tables.ts';
export type * from './identity-tables.ts';
export type * from './team-tables.ts';
export type * from './usage-tables.ts';

export interface Database {
  installation: InstallationTable;
  users: UsersTable;
  sessions: SessionsTable;
  invitations: InvitationsTable;
  access_tokens: AccessTokensTable;
  device_logins: DeviceLoginsTable;
  gateways: GatewaysTable;
  leases: LeasesTable;
  gateway_entries: GatewayEntriesTable;
  provider_keys: ProviderKeysTable;
  custom_providers: CustomProvidersTable;
  custom_provider_groups: CustomProviderGroupsTable;
  client_keys: ClientKeysTable;
  provider_accounts: ProviderAccountsTable;
  connect_sessions: ConnectSessionsTable;
  models: ModelsTable;
  model_overrides: ModelOverridesTable;
  model_metadata: ModelMetadataTable;
  bundle_choices: BundleChoicesTable;
  gateway_exclusions: GatewayExclusionsTable;
  shares: SharesTable;
  share_versions: ShareVersionsTable;
  share_subscriptions: ShareSubscriptionsTable;
  teams: TeamsTable;
  team_members: TeamMembersTable;
  gateway_teams: GatewayTeamsTable;
  audit_entries: AuditEntriesTable;
  rate_limits: RateLimitsTable;
  gateway_events: GatewayEventsTable;
  gateway_settings: GatewaySettingsTable;
  gateway_snapshots: GatewaySnapshotsTable;
  gateway_ignored_entries: GatewayIgnoredEntriesTable;
  gateway_authentications: GatewayAuthenticationsTable;
  usage_collectors: UsageCollectorsTable;
  usage_inbox: UsageInboxTable;
  usage_gaps: UsageGapsTable;
  usage_events: UsageEventsTable;
  usage_horizon: UsageHorizonTable;
  usage_quarter_hours: UsageQuarterHoursTable;
  usage_days: UsageDaysTable;
}

import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type CreatedAt = ColumnType<Date, Date | undefined, never>;
type Json<T extends object> = JSONColumnType<T, string, string>;
type NullableJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
type DefaultJson<T extends object> = ColumnType<T, string | undefined, string>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

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
  audit_entries: AuditEntriesTable;
  rate_limits: RateLimitsTable;
  gateway_events: GatewayEventsTable;
  gateway_snapshots: GatewaySnapshotsTable;
  gateway_ignored_entries: GatewayIgnoredEntriesTable;
  gateway_authentications: GatewayAuthenticationsTable;
}

export interface InstallationTable {
  id: Generated<number>;
  setup_token_hmac: Nullable<Buffer>;
  claimed_at: Nullable<Date>;
  pepper_sealed: Buffer;
  created_at: CreatedAt;
}

export interface UsersTable {
  id: string;
  email: string;
  name: string;
  password_hash: Nullable<string>;
  role: 'owner' | 'admin' | 'operator' | 'auditor' | 'member';
  is_active: Generated<boolean>;
  session_version: Generated<number>;
  created_at: CreatedAt;
  last_signed_in_at: Nullable<Date>;
  removed_at: Nullable<Date>;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  user_agent: Nullable<string>;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Nullable<Date>;
}

export interface InvitationsTable {
  id: string;
  token_hmac: Buffer;
  email: Nullable<string>;
  role: UsersTable['role'];
  created_by: string;
  created_at: CreatedAt;
  expires_at: Date;
  accepted_at: Nullable<Date>;
  accepted_by: Nullable<string>;
  revoked_at: Nullable<Date>;
}

export interface AccessTokensTable {
  id: string;
  user_id: Nullable<string>;
  kind: 'cli' | 'sync' | 'service';
  name: string;
  token_hmac: Buffer;
  prefix: string;
  last_four: string;
  scopes: string[];
  created_at: CreatedAt;
  last_used_at: Nullable<Date>;
  expires_at: Nullable<Date>;
  revoked_at: Nullable<Date>;
}

export interface DeviceLoginsTable {
  id: string;
  device_code_hmac: Buffer;
  user_code: string;
  client_name: string;
  status: Generated<'pending' | 'approved' | 'denied' | 'consumed'>;
  user_id: Nullable<string>;
  access_token_id: Nullable<string>;
  created_at: CreatedAt;
  expires_at: Date;
}

/** `{ code, message, retryAfterSeconds? }` of contracts' `GatewayProblem`; this package knows no contracts. */
export type ProblemJson = { code: string; message: string; retryAfterSeconds?: number };

export interface GatewaysTable {
  id: string;
  name: string;
  kind: 'cliproxyapi' | 'litellm';
  base_url: string;
  client_base_url: Nullable<string>;
  management_key_sealed: Buffer;
  version: Nullable<string>;
  health: Generated<'unknown' | 'healthy' | 'unreachable' | 'locked-out'>;
  problem: NullableJson<ProblemJson>;
  checked_at: Nullable<Date>;
  locked_out_until: Nullable<Date>;
  unmanaged: ColumnType<Record<string, number>, string | undefined, string>;
  models_read_at: Nullable<Date>;
  policy: Generated<'repair' | 'report'>;
  build: Nullable<string>;
  restarted_at: Nullable<Date>;
  /** `{ since, reason }` of contracts' `RivalNotice`. */
  rival: NullableJson<{ since: string; reason: string }>;
  created_by: Nullable<string>;
  created_at: CreatedAt;
  removed_at: Nullable<Date>;
}

export interface LeasesTable {
  name: string;
  holder: string;
  epoch: number;
  expires_at: Date;
}

export interface GatewayEntriesTable {
  id: string;
  gateway_id: string;
  resource: 'client-keys' | 'provider-keys' | 'custom-providers';
  natural_key_hmac: Buffer;
  spec_sealed: Nullable<Buffer>;
  base_sealed: Nullable<Buffer>;
  owner_user_id: Nullable<string>;
  desired: 'present' | 'absent';
  generation: Generated<number>;
  observed_generation: Generated<number>;
  status: Generated<'pending' | 'applied' | 'drifted' | 'conflict' | 'rejected' | 'unknown'>;
  problem: NullableJson<ProblemJson>;
  applied_at: Nullable<Date>;
  reverted_at: Generated<Date[]>;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date>;
  moved_to: Nullable<string>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
}

/** One of contracts' `ModelMapping` or `CustomModel`; this package knows no contracts. */
export type ModelJson = {
  name: string;
  alias: string;
  displayName?: string | undefined;
  maxContextLength?: number | undefined;
  forceMapping?: boolean | undefined;
  inputModalities?: string[] | undefined;
  outputModalities?: string[] | undefined;
};

export interface ProviderKeysTable {
  id: string;
  gateway_id: string;
  entry_id: string;
  user_id: string;
  provider: string;
  name: string;
  masked: string;
  base_url: Nullable<string>;
  models: DefaultJson<ModelJson[]>;
  settings: DefaultJson<Record<string, unknown>>;
  is_disabled: Generated<boolean>;
  version: Generated<number>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
  removed_at: Nullable<Date>;
}

export interface CustomProvidersTable {
  id: string;
  gateway_id: string;
  entry_id: string;
  user_id: string;
  name: string;
  display_name: string;
  base_url: string;
  masked: string;
  models: Json<ModelJson[]>;
  settings: DefaultJson<Record<string, unknown>>;
  is_disabled: Generated<boolean>;
  is_shared: Generated<boolean>;
  group_id: Nullable<string>;
  position: Generated<number>;
  version: Generated<number>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
  removed_at: Nullable<Date>;
}

export interface CustomProviderGroupsTable {
  id: string;
  name: string;
  position: Generated<number>;
  is_enabled: Generated<boolean>;
  created_by: Nullable<string>;
  created_at: CreatedAt;
}

export interface ClientKeysTable {
  id: string;
  gateway_id: string;
  entry_id: string;
  user_id: string;
  name: string;
  key_hmac: Buffer;
  key_sealed: Nullable<Buffer>;
  masked: string;
  created_at: CreatedAt;
  revoked_at: Nullable<Date>;
}

export interface ProviderAccountsTable {
  id: string;
  gateway_id: string;
  user_id: string;
  provider: string;
  name: string;
  file_name_hmac: Buffer;
  file_name_sealed: Nullable<Buffer>;
  is_uploading: Generated<boolean>;
  is_disabled: Generated<boolean>;
  settings: DefaultJson<Record<string, unknown>>;
  health: Nullable<string>;
  desired: Generated<'present' | 'absent'>;
  status: Generated<'pending' | 'applied' | 'drifted' | 'conflict' | 'rejected' | 'unknown'>;
  problem: NullableJson<ProblemJson>;
  settings_generation: Generated<number>;
  applied_settings_generation: Generated<number>;
  reverted_at: Generated<Date[]>;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date>;
  applied_at: Nullable<Date>;
  created_at: CreatedAt;
  removed_at: Nullable<Date>;
}

export interface ConnectSessionsTable {
  id: string;
  gateway_id: string;
  user_id: string;
  provider: string;
  name: string;
  state_sealed: Nullable<Buffer>;
  known_files: Json<Record<string, string>>;
  status: Generated<'open' | 'connected' | 'unclaimed' | 'failed' | 'expired' | 'cancelled'>;
  problem: Nullable<string>;
  is_closing: Generated<boolean>;
  polled_at: Generated<Date>;
  confirmed_at: Nullable<Date>;
  account_id: Nullable<string>;
  parked_files: Generated<string[]>;
  created_at: CreatedAt;
  expires_at: Date;
  ended_at: Nullable<Date>;
}

export interface ModelsTable {
  gateway_id: string;
  model_id: string;
  owned_by: Nullable<string>;
  first_seen_at: CreatedAt;
  last_seen_at: Generated<Date>;
  missing_since: Nullable<Date>;
}

export interface AuditEntriesTable {
  id: string;
  at: CreatedAt;
  actor_type: 'user' | 'service' | 'system' | 'anonymous';
  actor_user_id: Nullable<string>;
  actor_label: string;
  action: string;
  resource: string;
  resource_id: Nullable<string>;
  details: ColumnType<Record<string, unknown>, Record<string, unknown> | undefined, never>;
  request_id: Nullable<string>;
}

export interface RateLimitsTable {
  preset: string;
  subject_hmac: Buffer;
  window_start: Date;
  count: number;
}

export interface GatewayEventsTable {
  id: string;
  gateway_id: string;
  at: CreatedAt;
  kind: string;
  entry_id: Nullable<string>;
  resource: Nullable<GatewayEntriesTable['resource']>;
  label: Nullable<string>;
  action: Nullable<'repaired' | 'repairing' | 'reported' | 'held'>;
  resolved_at: Nullable<Date>;
  details: ColumnType<Record<string, string>, string | undefined, string>;
}

export interface GatewaySnapshotsTable {
  id: string;
  gateway_id: string;
  resource: GatewayEntriesTable['resource'];
  taken_at: CreatedAt;
  reason: string;
  entry_count: number;
  stranger_count: number;
  content_hmac: Buffer;
  state_sealed: Buffer;
}

export interface GatewayIgnoredEntriesTable {
  gateway_id: string;
  resource: GatewayEntriesTable['resource'];
  natural_key_hmac: Buffer;
  ignored_by: Nullable<string>;
  ignored_at: CreatedAt;
}

export interface GatewayAuthenticationsTable {
  address_hmac: Buffer;
  counted_until: Date[];
}

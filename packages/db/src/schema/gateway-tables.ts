import type { ColumnType, Generated } from 'kysely';
import type { CreatedAt, Json, Nullable, NullableJson } from './columns.ts';

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

export interface ModelsTable {
  gateway_id: string;
  model_id: string;
  owned_by: Nullable<string>;
  first_seen_at: CreatedAt;
  last_seen_at: Generated<Date>;
  missing_since: Nullable<Date>;
  /** What the gateway itself says: a part of contracts' `ModelMetadata`. */
  metadata: NullableJson<Record<string, unknown>>;
}

export interface ModelOverridesTable {
  gateway_id: string;
  model_id: string;
  /** A part of contracts' `ModelMetadata`. */
  metadata: Json<Record<string, unknown>>;
  updated_at: Generated<Date>;
}

export interface ModelMetadataTable {
  id: Generated<true>;
  source: string;
  fetched_at: Generated<Date>;
  /** Contracts' `ModelMetadata` by the makers' ids. */
  models: Json<Record<string, object>>;
}

export interface GatewayEventsTable {
  id: string;
  gateway_id: string;
  at: CreatedAt;
  kind: string;
  entry_id: Nullable<string>;
  account_id: Nullable<string>;
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
  /** Of tries under way with a key that was right lately: a moment. Of others, and of those that failed: the window. */
  counted_until: Date[];
  /** Of tries with a key that was right lately, until somebody writes down how they ended. */
  unended_until: Generated<Date[]>;
}

export interface GatewaySettingsTable {
  gateway_id: string;
  kind: 'setting' | 'excluded-models' | 'model-aliases';
  name: string;
  /** A setting's value, or the list that is kept in a channel. */
  desired: ColumnType<unknown, string, string>;
  base: ColumnType<unknown, string | null | undefined, string | null>;
  is_dismissed: Generated<boolean>;
  status: Generated<'pending' | 'applied' | 'drifted' | 'conflict' | 'rejected' | 'unknown'>;
  problem: NullableJson<ProblemJson>;
  version: Generated<number>;
  reverted_at: Generated<Date[]>;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date>;
  checked_at: Nullable<Date>;
  changed_by: Nullable<string>;
  updated_at: Generated<Date>;
}

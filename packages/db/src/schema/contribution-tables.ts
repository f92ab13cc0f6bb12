import type { Generated } from 'kysely';
import type { CreatedAt, DefaultJson, Json, Nullable, NullableJson } from './columns.ts';
import type { ProblemJson } from './gateway-tables.ts';

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
  /** Contracts' `KeyLimits`. */
  limits: DefaultJson<Record<string, unknown>>;
  limits_set_by: Nullable<string>;
  expires_at: Nullable<Date>;
  expired_at: Nullable<Date>;
  team_id: Nullable<string>;
  is_blocked: Generated<boolean>;
  version: Generated<number>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
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
  headers_sealed: Nullable<Buffer>;
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

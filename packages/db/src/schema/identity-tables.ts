import type { ColumnType, Generated } from 'kysely';
import type { CreatedAt, Nullable } from './columns.ts';

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

import type { Generated } from 'kysely';
import type { CreatedAt, DefaultJson, Json, Nullable } from './columns.ts';

export interface BundleChoicesTable {
  user_id: string;
  version: Generated<number>;
  document: DefaultJson<Record<string, unknown>>;
  values_sealed: Nullable<Buffer>;
  updated_at: Generated<Date>;
}

export interface GatewayExclusionsTable {
  gateway_id: string;
  version: Generated<number>;
  patterns: DefaultJson<string[]>;
  updated_at: Generated<Date>;
}

export interface SharesTable {
  id: string;
  user_id: string;
  name: string;
  code: Nullable<string>;
  latest_version: Generated<number>;
  created_at: CreatedAt;
  ended_at: Nullable<Date>;
}

export interface ShareVersionsTable {
  share_id: string;
  version: number;
  document: Json<Record<string, unknown>>;
  content_hash: string;
  published_at: CreatedAt;
}

export interface ShareSubscriptionsTable {
  id: string;
  user_id: string;
  share_id: string;
  is_paused: Generated<boolean>;
  pinned_version: Nullable<number>;
  consents: Generated<string[]>;
  values_sealed: Nullable<Buffer>;
  created_at: CreatedAt;
}

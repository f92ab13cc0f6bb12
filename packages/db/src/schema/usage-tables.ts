import type { Generated } from 'kysely';
import type { Nullable, NullableJson } from './columns.ts';
import type { ProblemJson } from './gateway-tables.ts';

export interface UsageCollectorsTable {
  gateway_id: string;
  cursor: Nullable<string>;
  is_destructive: boolean;
  retention_seconds: number;
  read_at: Date;
  reading_at: Nullable<Date>;
  complete_at: Nullable<Date>;
  paused_from: Nullable<Date>;
  paused_until: Nullable<Date>;
  restarts_seen_at: Date;
  settings_checked_at: Nullable<Date>;
  problem: NullableJson<ProblemJson>;
}

export interface UsageInboxTable {
  id: string;
  gateway_id: string;
  page_sealed: Buffer;
  read_after: Date;
  read_at: Date;
  unreadable_at: Nullable<Date>;
}

export interface UsageGapsTable {
  id: string;
  gateway_id: string;
  reason: 'not-collected' | 'answer-lost' | 'restarted' | 'switched-off' | 'other-reader' | 'unreadable';
  since: Date;
  until: Nullable<Date>;
  inbox_id: Nullable<string>;
}

type UsageOf = {
  gateway_id: string;
  client_key_id: Nullable<string>;
  user_id: Nullable<string>;
  team_id: Nullable<string>;
  provider: string;
  model: string;
};

type UsageTokenColumns = {
  input_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  total_tokens: number;
};

export interface UsageEventsTable extends UsageOf, UsageTokenColumns {
  id: string;
  occurred_at: Date;
  requested_model: string;
  request_id: Nullable<string>;
  endpoint: Nullable<string>;
  auth_index: Nullable<string>;
  is_failed: boolean;
  status_code: Nullable<number>;
  latency_ms: Nullable<number>;
  first_token_ms: Nullable<number>;
  cost_usd: Nullable<string>;
}

interface UsageSumsTable extends UsageOf, UsageTokenColumns {
  requests: number;
  failed_requests: number;
  cost_usd: string;
  unpriced_requests: number;
}

/** `model` is what clients asked for. */
export interface UsageQuarterHoursTable extends UsageSumsTable {
  bucket: Date;
}

/** `day` as `2026-11-21`, of UTC; `model` is what clients asked for. */
export interface UsageDaysTable extends UsageSumsTable {
  day: string;
}

export interface UsageHorizonTable {
  id: Generated<true>;
  since: Date;
}

import { createHash } from 'node:crypto';
import type { UsageRecord } from '@gatehouse/gateways/driver';
import type { PriceOf } from '../models/index.ts';
import type { KeyOwner } from './attribution.ts';
import { costOf } from './cost.ts';

/** A row of `usage_events`. */
export type UsageEvent = {
  id: string;
  occurredAt: string;
  clientKeyId: string | null;
  userId: string | null;
  teamId: string | null;
  provider: string;
  model: string;
  requestedModel: string;
  requestId: string | null;
  endpoint: string | null;
  authIndex: string | null;
  isFailed: boolean;
  statusCode: number | null;
  latencyMs: number | null;
  firstTokenMs: number | null;
  tokens: UsageRecord['tokens'];
  costUsd: string | null;
};

const mostCharacters = 200;
const mostInteger = 2_147_483_647;
const aheadMs = 24 * 3_600_000;

/** Whether it can be counted: whole numbers, and a time that has been. Clocks differ by a day at most. */
export function isPlausible({ occurredAt, tokens, costUsd }: UsageRecord, now: Date): boolean {
  const at = Date.parse(occurredAt);
  const areCounts = Object.values(tokens).every((count) => Number.isSafeInteger(count) && count >= 0);
  return at <= now.getTime() + aheadMs && areCounts && (costUsd === null || /^\d{1,12}(\.\d{1,30})?$/.test(costUsd));
}

export function eventOf(
  gatewayId: string,
  record: UsageRecord,
  { owner, priceOf }: { owner: KeyOwner | null; priceOf: PriceOf },
): UsageEvent {
  const price = priceOf({ asked: record.requestedModel, upstream: record.model });
  return {
    id: eventId(gatewayId, record.id),
    occurredAt: toMicroseconds(record.occurredAt),
    clientKeyId: owner?.clientKeyId ?? null,
    userId: owner?.userId ?? null,
    teamId: owner?.teamId ?? null,
    provider: plain(record.provider),
    model: plain(record.model),
    requestedModel: plain(record.requestedModel),
    requestId: record.requestId && plain(record.requestId),
    endpoint: record.endpoint && plain(record.endpoint),
    authIndex: record.authIndex && plain(record.authIndex),
    isFailed: record.isFailed,
    statusCode: integer(record.statusCode),
    latencyMs: integer(record.latencyMs),
    firstTokenMs: integer(record.timeToFirstTokenMs),
    tokens: record.tokens,
    costUsd: costOf(record, price),
  };
}

/** The database would round, into the next month at its end. */
const toMicroseconds = (instant: string): string => instant.replace(/(\.\d{6})\d+/, '$1');

/** In the form of a UUID: half as large as the hash, and no two of all records that will ever be have the same. */
const eventId = (gatewayId: string, recordId: string): string =>
  createHash('sha256').update(`${gatewayId}\0${recordId}`).digest('hex').slice(0, 32);

/** The database keeps no zero characters, and an index no long texts. */
const plain = (text: string): string => text.replaceAll('\0', '').slice(0, mostCharacters);

const integer = (value: number | null): number | null =>
  value !== null && Number.isInteger(value) && Math.abs(value) <= mostInteger ? value : null;

import { createHash } from 'node:crypto';
import type { UsageDriver, UsagePage, UsageRecord } from '../driver/usage.ts';
import { wholeNumber, wholeNumberOrNull } from '../http/raw.ts';
import { unreadable } from './concluded.ts';
import type { Management } from './management.ts';
import { canonical, isRecord, type RawEntry, text } from './raw.ts';
import { countTokens } from './usage-tokens.ts';

/** Since this release the gateway gives its usage records away over HTTP. */
export const usageSince = 'v6.10.8';

const section = 'usage-queue';
const pageSize = 500;

/** The gateway's queue of usage records. Whatever is read is gone there. */
export const usageOf = (management: Management): UsageDriver => ({
  isDestructive: true,
  read: () => read(management),
  parse: parseUsage,
});

async function read(management: Management): Promise<UsagePage> {
  const result = await management.takeText(section, { count: String(pageSize) });
  if (!result.ok) {
    // An answer without the gateway's headers never reached its queue.
    const mayBeLost = result.mayHaveActed && result.problem.code !== 'not_this_gateway';
    return { ok: false, problem: result.problem, mayBeLost };
  }
  const raw = result.answer.body;
  const items = itemsOf(raw);
  if (!items) return { ok: false, problem: unreadable, mayBeLost: true };
  return { ok: true, raw, count: items.length, hasMore: items.length >= pageSize, cursor: null };
}

/**
 * Attempts that warm a connection up and generate nothing are records like any other: the gateway counts them too. One
 * element that makes no sense does not take the others with it.
 */
export function parseUsage(raw: string): { records: UsageRecord[]; unreadable: number } {
  const items = itemsOf(raw);
  if (!items) return { records: [], unreadable: 1 };
  const records = items.map(readRecord).filter((record) => record !== null);
  return { records, unreadable: items.length - records.length };
}

function itemsOf(raw: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(raw);
    if (value === null) return [];
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Only what is named here leaves the driver: not the credential at the provider (`source`), not what the provider said
 * (`fail.body`, `response_headers`), not who the client was.
 */
function readRecord(item: unknown): UsageRecord | null {
  if (!isRecord(item) || !isRecord(item.tokens)) return null;
  const occurredAt = text(item.timestamp);
  const model = text(item.model);
  if (model === '' || !isInstant(occurredAt)) return null;
  const key = text(item.api_key);
  return {
    id: createHash('sha256').update(canonical(item)).digest('hex'),
    occurredAt,
    requestId: text(item.request_id) || null,
    provider: text(item.provider) || 'unknown',
    model,
    requestedModel: text(item.alias) || model,
    endpoint: text(item.endpoint) || null,
    clientKey: key === '' ? null : { key },
    authIndex: text(item.auth_index) || null,
    isFailed: item.failed === true,
    statusCode: statusOf(item),
    latencyMs: wholeNumberOrNull(item.latency_ms),
    // Zero is what the gateway writes where it did not measure it.
    timeToFirstTokenMs: wholeNumber(item.ttft_ms) || null,
    ...countTokens(item),
  };
}

const isInstant = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

const statusOf = ({ fail }: RawEntry): number | null => (isRecord(fail) ? wholeNumber(fail.status_code) || null : null);

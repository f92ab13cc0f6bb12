import type { UsageRecord, UsageTokens } from '../driver/usage.ts';
import { isRecord, type RawEntry, text, wholeNumber, wholeNumberOrNull } from '../http/raw.ts';
import { tokenOf } from './client-keys.ts';

const keptFields = [
  'request_id',
  'spend',
  'total_tokens',
  'prompt_tokens',
  'completion_tokens',
  'startTime',
  'endTime',
  'completionStartTime',
  'model',
  'model_group',
  'custom_llm_provider',
  'status',
  'cache_hit',
  'request_duration_ms',
] as const;

const keptMetadata = ['status', 'usage_object', 'additional_usage_values', 'original_model_group'] as const;

/** A row without what Gatehouse has no business with: prompts, answers, addresses of people. */
export function keptOf(row: unknown): unknown {
  if (!isRecord(row)) return null;
  const metadata = objectOf(row.metadata);
  const key = text(row.api_key);
  return {
    ...picked(row, keptFields),
    // Some releases write a key that they refused as it was shown.
    api_key: key.startsWith('sk-') ? tokenOf(key) : key,
    metadata: {
      ...picked(metadata, keptMetadata),
      error_code: objectOf(metadata.error_information).error_code ?? null,
      has_cost: isRecord(metadata.cost_breakdown),
    },
  };
}

const picked = (row: RawEntry, fields: readonly string[]): RawEntry =>
  Object.fromEntries(fields.flatMap((field) => (field in row ? [[field, row[field]]] : [])));

/** Some releases show what is stored as JSON as a text. */
function objectOf(value: unknown): RawEntry {
  if (typeof value !== 'string') return isRecord(value) ? value : {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** What is left of a row as a record; null for one that makes no sense. */
export function readRow(row: unknown): UsageRecord | null {
  if (!isRecord(row)) return null;
  const [id, occurredAt] = [text(row.request_id), instantOf(row.startTime)];
  if (id === '' || occurredAt === null) return null;
  const metadata = objectOf(row.metadata);
  const isFailed = row.status === 'failure' || metadata.status === 'failure';
  const model = text(row.model) || text(row.model_group) || 'unknown';
  const key = text(row.api_key);
  return {
    id,
    occurredAt,
    requestId: id,
    provider: text(row.custom_llm_provider) || 'unknown',
    model,
    // The second is what it fell back to.
    requestedModel: text(metadata.original_model_group) || text(row.model_group) || model,
    endpoint: null,
    clientKey: key === '' ? null : { hash: key },
    authIndex: null,
    isFailed,
    statusCode: isFailed ? statusOf(metadata.error_code) : null,
    latencyMs: wholeNumberOrNull(row.request_duration_ms) ?? between(row.startTime, row.endTime),
    timeToFirstTokenMs: firstTokenMs(row),
    ...tokensOf(row, metadata),
    costUsd: costOf(row, metadata),
  };
}

/** RFC 3339. What names no zone is in UTC. */
function instantOf(value: unknown): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text(value));
  if (!match) return null;
  const instant = `${match[1]}T${match[2]}${match[3] ?? 'Z'}`;
  return Number.isNaN(Date.parse(instant)) ? null : instant;
}

/** Milliseconds since 1970; not a number for what is no time. */
export const timeOf = (row: unknown): number =>
  isRecord(row) ? Date.parse(instantOf(row.startTime) ?? '') : Number.NaN;

function between(start: unknown, end: unknown): number | null {
  const ms = Date.parse(instantOf(end) ?? '') - Date.parse(instantOf(start) ?? '');
  return ms >= 0 ? ms : null;
}

/** An answer in one piece has its end as the time of its first token. */
const firstTokenMs = ({ startTime, completionStartTime, endTime }: RawEntry): number | null =>
  between(completionStartTime, endTime) === 0 ? null : between(startTime, completionStartTime);

function statusOf(code: unknown): number | null {
  const status = Number(code ?? Number.NaN);
  return Number.isInteger(status) && status >= 100 && status < 600 ? status : null;
}

/** LiteLLM counts like OpenAI for every provider: what the cache took part in is a part of the prompt. */
function tokensOf(row: RawEntry, metadata: RawEntry): Pick<UsageRecord, 'tokens' | 'areTokensExact'> {
  const { usage_object: whole, additional_usage_values: rest } = metadata;
  const usage = isRecord(whole) ? whole : objectOf(rest);
  const [prompt, completion] = [objectOf(usage.prompt_tokens_details), objectOf(usage.completion_tokens_details)];
  const tokens: UsageTokens = {
    input: wholeNumber(row.prompt_tokens),
    output: wholeNumber(row.completion_tokens),
    reasoning: wholeNumber(completion.reasoning_tokens),
    cacheRead: wholeNumber(usage.cache_read_input_tokens) || wholeNumber(prompt.cached_tokens),
    cacheWrite: cacheWriteOf(usage, prompt),
    total: wholeNumber(row.total_tokens),
  };
  const areConsistent =
    tokens.cacheRead + tokens.cacheWrite <= tokens.input &&
    tokens.reasoning <= tokens.output &&
    tokens.input + tokens.output === tokens.total;
  if (areConsistent) return { tokens, areTokensExact: tokens.total === 0 || isRecord(whole) || isRecord(rest) };
  const total = Math.max(tokens.total, tokens.input + tokens.output);
  return { tokens: { ...tokens, reasoning: 0, cacheRead: 0, cacheWrite: 0, total }, areTokensExact: false };
}

const cacheWriteOf = (usage: RawEntry, prompt: RawEntry): number =>
  wholeNumber(usage.cache_creation_input_tokens) ||
  wholeNumber(prompt.cache_write_tokens) ||
  wholeNumber(prompt.cache_creation_tokens);

/** Nothing is also what it writes for a model whose price it does not know. */
function costOf({ spend, total_tokens, cache_hit }: RawEntry, metadata: RawEntry): string | null {
  if (typeof spend !== 'number' || !Number.isFinite(spend) || spend < 0) return null;
  const isUnknown =
    spend === 0 && wholeNumber(total_tokens) > 0 && metadata.has_cost !== true && !/^true$/i.test(text(cache_hit));
  return isUnknown ? null : decimal(spend);
}

/** Without an exponent, and without the noise of a floating point number. */
const decimal = (amount: number): string => amount.toFixed(12).replace(/\.?0+$/, '');

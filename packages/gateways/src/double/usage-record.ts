import type { Auth } from './auths.ts';
import { isAtLeast, type Profile } from './profile.ts';

/** Tokens without overlaps hidden in them: `cacheRead` and `cacheWrite` are parts of `input`, `reasoning` of `output`. */
export type Counts = { input: number; output: number; reasoning: number; cacheRead: number; cacheWrite: number };

export type Attempt = {
  auth: Auth | null;
  /** What the client asked for, and what the upstream calls it. */
  alias: string;
  upstream: string;
  endpoint: string;
  apiKey: string;
  requestId: string;
  counts: Partial<Counts>;
  failure: { status: number; body?: string } | null;
  startedAt: Date;
  clientIp: string;
  userAgent: string;
};

type Fields = Record<string, unknown>;

/** One record of the usage queue, with the fields and their order as in v7.2.140, or those that an older one knew. */
export function usageRecord(attempt: Attempt, profile: Profile): Fields {
  const { auth, failure } = attempt;
  const provider = auth?.provider ?? 'unknown';
  const counts = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, ...attempt.counts };
  return knownTo(profile, {
    timestamp: timestampOf(attempt.startedAt),
    latency_ms: 120,
    ttft_ms: 40,
    source: auth?.source ?? attempt.apiKey,
    auth_index: auth?.index ?? '',
    client_ip: attempt.clientIp,
    x_forwarded_for: '',
    user_agent: attempt.userAgent,
    tokens: knownTo(profile, tokensOf(provider, counts)),
    failed: failure !== null,
    generate: true,
    fail: { status_code: failure?.status ?? 200, body: failure?.body ?? '' },
    response_headers: { 'Content-Type': ['application/json'], 'X-Request-Id': ['req-of-the-provider'] },
    accounting_version: 2,
    token_breakdown: breakdownOf(counts),
    provider,
    executor_type: auth?.executor ?? 'unknown',
    model: attempt.upstream,
    alias: attempt.alias,
    endpoint: attempt.endpoint,
    auth_type: 'apikey',
    api_key: attempt.apiKey,
    request_id: attempt.requestId,
    reasoning_effort: '',
    service_tier: 'auto',
  });
}

/** Nine digits of a second, without zeros at the end, as the gateway writes it. */
function timestampOf(time: Date): string {
  const digits = String(Math.floor(Math.random() * 1_000_000)).padStart(6, '0');
  return time
    .toISOString()
    .replace('Z', `${digits}Z`)
    .replace(/\.?0*Z$/, 'Z');
}

/** Each family counts in its own way. */
function tokensOf(provider: string, { input, output, reasoning, cacheRead, cacheWrite }: Counts): Fields {
  const isClaude = provider === 'claude';
  const hasReasoningApart = ['gemini', 'gemini-interactions', 'vertex'].includes(provider);
  return {
    input_tokens: isClaude ? input - cacheRead - cacheWrite : input,
    output_tokens: hasReasoningApart || isClaude ? output - reasoning : output,
    reasoning_tokens: reasoning,
    cached_tokens: cacheRead,
    cache_read_tokens: cacheRead,
    cache_read_tokens_present: true,
    cache_creation_tokens: cacheWrite,
    total_tokens: input + output,
  };
}

const breakdownOf = ({ input, output, reasoning, cacheRead, cacheWrite }: Counts): Fields => ({
  schema_version: 2,
  quality: 'complete',
  total_tokens: input + output,
  input: {
    total_tokens: input,
    uncached_tokens: input - cacheRead - cacheWrite,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
  },
  output: { total_tokens: output, non_reasoning_tokens: output - reasoning, reasoning_tokens: reasoning },
  unclassified_tokens: 0,
});

const since: Record<string, string> = {
  fail: '7.0.0',
  cache_read_tokens: '7.0.3',
  cache_creation_tokens: '7.0.3',
  response_headers: '7.1.13',
  reasoning_effort: '7.1.18',
  ttft_ms: '7.1.24',
  service_tier: '7.1.27',
  executor_type: '7.1.38',
  generate: '7.2.78',
  cache_read_tokens_present: '7.2.97',
  accounting_version: '7.2.97',
  token_breakdown: '7.2.97',
  client_ip: '7.2.104',
  x_forwarded_for: '7.2.104',
  user_agent: '7.2.104',
};

const knownTo = (profile: Profile, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => isAtLeast(profile, since[name] ?? '0.0.0')));

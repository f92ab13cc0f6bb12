import type { Auth } from './auths.ts';

export type Attempt = {
  auth: Auth;
  /** What the client asked for, and what the upstream calls it. */
  alias: string;
  upstream: string;
  endpoint: string;
  apiKey: string;
  requestId: string;
  input: number;
  output: number;
  clientIp: string;
  userAgent: string;
};

/** One record of the usage queue, with the fields and their order as in v7.2.140. */
export function usageRecord(attempt: Attempt): Record<string, unknown> {
  const { auth, input, output } = attempt;
  const total = input + output;
  return {
    timestamp: new Date()
      .toISOString()
      .replace(/(\.\d*?)0*Z$/, '$1Z')
      .replace('.Z', 'Z'),
    latency_ms: 120,
    ttft_ms: 40,
    source: auth.source,
    auth_index: auth.index,
    client_ip: attempt.clientIp,
    x_forwarded_for: '',
    user_agent: attempt.userAgent,
    tokens: {
      input_tokens: input,
      output_tokens: output,
      reasoning_tokens: 0,
      cached_tokens: 0,
      cache_read_tokens: 0,
      cache_read_tokens_present: true,
      cache_creation_tokens: 0,
      total_tokens: total,
    },
    failed: false,
    generate: true,
    fail: { status_code: 200, body: '' },
    accounting_version: 2,
    token_breakdown: {
      schema_version: 2,
      quality: 'complete',
      total_tokens: total,
      input: { total_tokens: input, uncached_tokens: input, cache_read_tokens: 0, cache_write_tokens: 0 },
      output: { total_tokens: output, non_reasoning_tokens: output, reasoning_tokens: 0 },
      unclassified_tokens: 0,
    },
    provider: auth.provider,
    executor_type: auth.executor,
    model: attempt.upstream,
    alias: attempt.alias,
    endpoint: attempt.endpoint,
    auth_type: 'apikey',
    api_key: attempt.apiKey,
    request_id: attempt.requestId,
    reasoning_effort: '',
    service_tier: 'auto',
  };
}

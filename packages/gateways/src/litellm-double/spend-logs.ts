import { randomUUID } from 'node:crypto';
import type { Profile } from './profile.ts';
import { tokenOf } from './token.ts';

type Row = Record<string, unknown>;

/** What it needs to know of the proxy around it. */
type Proxy = {
  readonly profile: Profile;
  readonly lags: { spendMs: number };
  spend: (key: string, amount: number) => void;
};

export type AddedUsage = {
  /** The key that was shown, or its hash. */
  key: string;
  /** What the client asked for. */
  model: string;
  /** What it was sent on to. Default: the same. */
  upstreamModel?: string;
  provider?: string;
  input?: number;
  output?: number;
  reasoning?: number;
  cacheRead?: number;
  cacheWrite?: number;
  /** In US dollars. */
  cost?: number;
  /** The status with which it failed. */
  failed?: number;
  startedAt?: Date;
  /** Default 800 ms. However long it took, it has ended now: it is shown `spendMs` after this. */
  durationMs?: number;
  /** Default: a new one. */
  requestId?: string;
  /** Columns in place of those that the row would have. */
  columns?: Row;
};

type Logged = { row: Row; startMs: number; visibleAt: number };

/** The table of requests, of which a page is shown at a time. */
export class SpendLogs {
  /** Off: nothing is kept, as with `disable_spend_logs`. */
  isOn = true;
  readonly #proxy: Proxy;
  readonly #rows = new Map<string, Logged>();

  constructor(proxy: Proxy) {
    this.#proxy = proxy;
  }

  /** Adds a request, and what it cost to its key. Answers its id. */
  add(usage: AddedUsage): string {
    const requestId = usage.requestId ?? `chatcmpl-${randomUUID()}`;
    const startMs = usage.startedAt?.getTime() ?? Date.now();
    const endMs = startMs + (usage.durationMs ?? 800);
    if (usage.cost) this.#proxy.spend(usage.key, usage.cost);
    const visibleAt = Date.now() + this.#proxy.lags.spendMs;
    // A second request with an id that is there already is never written.
    if (this.isOn && !this.#rows.has(requestId))
      this.#rows.set(requestId, { row: this.#rowOf(usage, { requestId, startMs, endMs }), startMs, visibleAt });
    return requestId;
  }

  /** As the cleaning of old rows does. */
  removeBefore(time: Date): void {
    for (const [id, { startMs }] of this.#rows) if (startMs < time.getTime()) this.#rows.delete(id);
  }

  clear(): void {
    this.#rows.clear();
  }

  /** Rows that show now and began between the two, both included; in no certain order within a millisecond. */
  between(fromMs: number, toMs: number, direction: 1 | -1): Row[] {
    const now = Date.now();
    return [...this.#rows.values()]
      .filter(({ startMs, visibleAt }) => visibleAt <= now && startMs >= fromMs && startMs <= toMs)
      .map((logged) => ({ ...logged, rank: Math.random() }))
      .sort((a, b) => (a.startMs - b.startMs) * direction || a.rank - b.rank)
      .map(({ row }) => row);
  }

  #rowOf(usage: AddedUsage, at: { requestId: string; startMs: number; endMs: number }): Row {
    const { input = 0, output = 0, failed } = usage;
    const isFailed = failed !== undefined;
    return {
      request_id: at.requestId,
      call_type: isFailed ? '' : 'acompletion',
      api_key: tokenOf(usage.key),
      spend: usage.cost ?? 0,
      total_tokens: input + output,
      prompt_tokens: input,
      completion_tokens: output,
      startTime: this.#timestamp(at.startMs),
      endTime: this.#timestamp(at.endMs),
      completionStartTime: this.#timestamp(at.endMs),
      model: isFailed ? usage.model : (usage.upstreamModel ?? usage.model),
      model_id: '',
      model_group: isFailed ? '' : usage.model,
      custom_llm_provider: isFailed ? '' : (usage.provider ?? 'openai'),
      api_base: '',
      user: 'default_user_id',
      metadata: metadataOf(usage),
      cache_hit: 'False',
      cache_key: 'Cache OFF',
      request_tags: [],
      team_id: null,
      end_user: '',
      requester_ip_address: '203.0.113.7',
      messages: { role: 'user', content: 'a prompt of somebody' },
      response: { content: 'an answer to somebody' },
      status: isFailed ? 'failure' : 'success',
      ...usage.columns,
    };
  }

  #timestamp(ms: number): string {
    const text = new Date(ms).toISOString();
    return this.#proxy.profile.spendLogs.zone === 'Z' ? text.replace('Z', '000Z') : text.replace('Z', '+00:00');
  }
}

function metadataOf({
  key,
  input = 0,
  output = 0,
  reasoning = 0,
  cacheRead = 0,
  cacheWrite = 0,
  failed,
  cost,
}: AddedUsage): Row {
  const common = { user_api_key: tokenOf(key), original_model_group: null };
  if (failed !== undefined)
    return {
      ...common,
      status: 'failure',
      usage_object: null,
      error_information: { error_code: String(failed), error_class: 'APIError', error_message: 'sk-test-in-an-error' },
    };
  return {
    ...common,
    status: 'success',
    usage_object: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: cacheRead, cache_creation_tokens: cacheWrite },
      completion_tokens_details: { reasoning_tokens: reasoning },
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite,
    },
    ...(cost === undefined ? {} : { cost_breakdown: { total_cost: cost } }),
  };
}

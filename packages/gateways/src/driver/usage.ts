import type { GatewayProblem } from '@gatehouse/contracts/gateways';

/** Tokens of one record. `cacheRead` and `cacheWrite` are parts of `input`, `reasoning` is a part of `output`. */
export type UsageTokens = {
  input: number;
  output: number;
  reasoning: number;
  cacheRead: number;
  cacheWrite: number;
  /** As the gateway sums them up; may be more than input and output where it cannot tell what some were. */
  total: number;
};

/** One attempt at a provider (CLIProxyAPI) or one request (LiteLLM), as a gateway tells of it. Holds secrets. */
export type UsageRecord = {
  /** The same for the same record, however often it is read: the gateway's own id, or the SHA-256 of its text. */
  id: string;
  /** RFC 3339, as exact as the gateway gives it. */
  occurredAt: string;
  /** Shared by the attempts of one request; not unique for good. */
  requestId: string | null;
  /** As the gateway calls it. */
  provider: string;
  /** The upstream's id, and what the client asked for. */
  model: string;
  requestedModel: string;
  endpoint: string | null;
  /** The key itself, or the hash by which this gateway knows it; null: none was shown. */
  clientKey: { key: string } | { hash: string } | null;
  /** Of the credential that was used, as `ObservedAccount.authIndex`. */
  authIndex: string | null;
  isFailed: boolean;
  statusCode: number | null;
  latencyMs: number | null;
  timeToFirstTokenMs: number | null;
  tokens: UsageTokens;
  /** Whether the parts of `tokens` can be told apart; if not, no price can be worked out from them. */
  areTokensExact: boolean;
  /** What the gateway itself says that it cost, in US dollars; null where it says nothing. */
  costUsd: string | null;
};

/**
 * `raw`: one page, to be kept before anything else is done with it. `cursor`: from where to go on; to be written down
 * together with the page. `mayBeLost`: the gateway may have given records away that never arrived here.
 */
export type UsagePage =
  | { ok: true; raw: string; count: number; hasMore: boolean; cursor: string | null }
  | { ok: false; problem: GatewayProblem; mayBeLost: boolean };

/** What was used through a gateway. */
export interface UsageDriver {
  /** Reading takes the records out of the gateway: nobody can read them again. */
  readonly isDestructive: boolean;
  /**
   * Records after `cursor`, about the oldest first; null: from the beginning of what the gateway has, or a month back. Some
   * may come again.
   */
  read(cursor: string | null): Promise<UsagePage>;
  /** What a page says. Pure. `unreadable`: how many records of it make no sense. */
  parse(raw: string): { records: UsageRecord[]; unreadable: number };
}

import { randomBytes } from 'node:crypto';
import type { Gateway } from './gateway.ts';
import { type Counts, usageRecord } from './usage-record.ts';

export type AddedUsage = Partial<Counts> & {
  /** Empty: the gateway was open to everybody. */
  clientKey: string;
  /** What the client asks for. It takes the credential that offers it; a model that nobody offers is of nobody. */
  model: string;
  endpoint?: string;
  /** Of a failed attempt: what the provider answered. */
  failure?: { status: number; body?: string };
  startedAt?: Date;
  /** Default: a new one. */
  requestId?: string;
  /** Fields in place of those that the record would have. */
  fields?: Record<string, unknown>;
};

/** What a test can do about the gateway's usage, and to it. */
export class UsageControl {
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** An attempt at a provider, as if a client had made it. False: the gateway did not keep it. */
  add(usage: AddedUsage): boolean {
    const { store, profile } = this.#gateway;
    const auth = store.live.auths.find(({ models }) => models.some(({ id }) => id === usage.model)) ?? null;
    const upstream = auth?.models.find(({ id }) => id === usage.model)?.upstream ?? usage.model;
    const requestId = usage.requestId ?? randomBytes(4).toString('hex');
    const { fields, startedAt = new Date(), endpoint = 'POST /v1/chat/completions', failure = null, ...rest } = usage;
    const attempt = { auth, alias: usage.model, upstream, endpoint, requestId, failure, startedAt, counts: rest };
    const record = usageRecord({ ...attempt, apiKey: usage.clientKey, clientIp: '127.0.0.1', userAgent: '' }, profile);
    return this.addRaw(JSON.stringify({ ...record, ...fields }), requestId);
  }

  /** F18: whatever it is, as one element of the queue. */
  addRaw(raw: string, id = 'raw'): boolean {
    const { store } = this.#gateway;
    return store.live.isUsageOn && this.#gateway.publishUsage(id, raw);
  }

  /** F13: another client of the gateway takes records. Answers how many. */
  takeAsForeigner(count: number): number {
    return this.#gateway.usage.pop(count).length;
  }

  /** F13: while somebody listens, records go to them and nowhere else. */
  setListener(isThere: boolean): void {
    this.#gateway.usage.hasListener = isThere;
  }

  /** From now on providers answer like this; null: as they should. */
  failProviders(failure: { status: number; body?: string } | null): void {
    this.#gateway.providerFailure = failure;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface NotificationsOptions {
  connectionString: string;
  /**
   * Notifications may have been missed: called when the connection is lost and again when a new one listens.
   * Whatever was learned from notifications must be dropped.
   */
  onGap?: (() => void) | undefined;
  /** Every failed attempt to connect, every lost connection, and what handlers throw. */
  onError?: ((error: unknown) => void) | undefined;
  /** The first pause before connecting again, 100 ms by default; it doubles up to `longestPauseMs`, 10 s. */
  shortestPauseMs?: number | undefined;
  longestPauseMs?: number | undefined;
  /** How often a silent connection is asked whether it is still there; 30 s by default. */
  heartbeatMs?: number | undefined;
  /** How long the answer may take; 5 s by default. */
  heartbeatTimeoutMs?: number | undefined;
}

export type NotificationHandler = (payload: string) => void;

export interface Notifications {
  /** Returns the function that takes the handler away. */
  on(channel: string, handler: NotificationHandler): () => void;
  /** Resolves once everything that was asked for with `on` is listened to, which may take as long as an outage. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** One connection of its own that listens, and connects again for as long as it is not closed. */
export function createNotifications(options: NotificationsOptions): Notifications {
  const listener = new Listener(options);
  const running = listener.run();
  return {
    on: (channel, handler) => listener.on(channel, handler),
    ready: () => listener.ready(),
    close: async () => {
      listener.stop();
      await running;
    },
  };
}

class Listener {
  readonly #options: NotificationsOptions;
  readonly #handlers = new Map<string, Set<NotificationHandler>>();
  readonly #stopped = new AbortController();
  #client: pg.Client | undefined;
  #listening = new Set<string>();
  #lastSent: Promise<unknown> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  on(channel: string, handler: NotificationHandler): () => void {
    if (Buffer.byteLength(channel) > 63) throw new RangeError('A channel name has at most 63 bytes');
    const handlers = this.#handlers.get(channel) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(channel, handlers);
    // A failure here is a lost connection, which `run` sees as well.
    if (this.#client) this.#listen(this.#client).catch(() => {});
    return () => {
      handlers.delete(handler);
    };
  }

  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#answerWaiting();
    });
  }

  stop(): void {
    this.#stopped.abort();
    void this.#client?.end();
  }

  async run(): Promise<void> {
    const { signal } = this.#stopped;
    let failures = 0;
    let wasConnected = false;
    while (!signal.aborted) {
      const isConnected = await this.#session(() => {
        failures = 0;
        if (wasConnected) this.#options.onGap?.();
        wasConnected = true;
      });
      if (signal.aborted) return;
      if (isConnected) this.#options.onGap?.();
      await sleep(this.#pauseMs(failures), undefined, { signal, ref: false }).catch(() => {});
      failures += 1;
    }
  }

  /** Lives as long as one connection; resolves to whether there ever was one. */
  async #session(onListening: () => void): Promise<boolean> {
    const client = this.#createClient();
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    let isConnected = false;
    let heartbeat: NodeJS.Timeout | undefined;
    try {
      await client.connect();
      this.#client = client;
      this.#listening = new Set();
      await this.#listen(client);
      isConnected = true;
      onListening();
      this.#answerWaiting();
      heartbeat = this.#startHeartbeat(client);
      if (this.#stopped.signal.aborted) await client.end();
      await ended;
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#options.onError?.(error);
      await client.end().catch(() => {});
    }
    clearInterval(heartbeat);
    this.#client = undefined;
    this.#listening = new Set();
    return isConnected;
  }

  #createClient(): pg.Client {
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      fallback_application_name: 'gatehouse notifications',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client.on('error', (error) => this.#options.onError?.(error));
    client.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    return client;
  }

  async #listen(client: pg.Client): Promise<void> {
    for (const channel of this.#handlers.keys()) {
      if (this.#listening.has(channel)) continue;
      await this.#send(client, `listen ${client.escapeIdentifier(channel)}`);
      if (client === this.#client) this.#listening.add(channel);
    }
    this.#answerWaiting();
  }

  #answerWaiting(): void {
    if (!this.#client || ![...this.#handlers.keys()].every((channel) => this.#listening.has(channel))) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #deliver(channel: string, payload: string): void {
    for (const handler of this.#handlers.get(channel) ?? []) {
      try {
        handler(payload);
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
  }

  #pauseMs(failures: number): number {
    const { shortestPauseMs = 100, longestPauseMs = 10_000 } = this.#options;
    return Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
  }

  #startHeartbeat(client: pg.Client): NodeJS.Timeout {
    let isProbing = false;
    // A connection whose other side is gone says nothing at all; asking it makes it end.
    const probe = async () => {
      if (isProbing) return;
      isProbing = true;
      await this.#send(client, 'select 1').catch(() => client.end().catch(() => {}));
      isProbing = false;
    };
    return setInterval(probe, this.#options.heartbeatMs ?? 30_000).unref();
  }

  /** One statement after the other. */
  #send(client: pg.Client, text: string): Promise<unknown> {
    const query: { text: string; query_timeout: number } = {
      text,
      query_timeout: this.#options.heartbeatTimeoutMs ?? 5000,
    };
    const sent = this.#lastSent.then(() => client.query(query));
    this.#lastSent = sent.catch(() => {});
    return sent;
  }
}

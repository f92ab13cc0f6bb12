import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type RequestRecord = {
  at: number;
  /** When the answer was sent, or the connection had died; null while the request is under way. */
  endedAt: number | null;
  /** When the connection of this request was over: earlier than `endedAt` where the client gave up. */
  leftAt: number | null;
  method: string;
  /** With the names of query parameters, without their values. */
  path: string;
  headers: Record<string, string>;
  bodyHash: string;
  status: number | null;
};

/**
 * Told of what has acted, before anything else can: of each request that the gateway answered itself, and of each time that
 * it loaded its file. Only in process: a body holds secrets.
 */
export type Watcher = {
  acted(record: RequestRecord, status: number, body: string): void;
  loaded(cause: 'reload' | 'restart'): void;
};

const openHeaders = ['user-agent', 'content-type', 'accept', 'x-forwarded-for', 'anthropic-version'];

/** What was asked, without secrets, and how many management writes were under way at once. */
export class Journal {
  readonly requests: RequestRecord[] = [];
  maxWritesInFlight = 0;
  watcher: Watcher | null = null;
  #writesInFlight = 0;

  open(message: IncomingMessage, url: URL, body: string): RequestRecord {
    const names = [...url.searchParams.keys()];
    const record: RequestRecord = {
      at: Date.now(),
      endedAt: null,
      leftAt: null,
      method: message.method ?? '',
      path: url.pathname + (names.length > 0 ? `?${names.join('&')}` : ''),
      headers: shownHeaders(message),
      bodyHash: createHash('sha256').update(body).digest('hex').slice(0, 16),
      status: null,
    };
    this.requests.push(record);
    return record;
  }

  writeStarts(): void {
    this.#writesInFlight += 1;
    this.maxWritesInFlight = Math.max(this.maxWritesInFlight, this.#writesInFlight);
  }

  writeEnds(): void {
    this.#writesInFlight -= 1;
  }

  clear(): void {
    this.requests.length = 0;
    this.maxWritesInFlight = this.#writesInFlight;
  }
}

function shownHeaders(message: IncomingMessage): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    shown[name] = openHeaders.includes(name) ? String(value) : '(hidden)';
  return shown;
}

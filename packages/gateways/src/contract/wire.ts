import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './target.ts';

export type WireAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string; json: unknown };
export type WireCall = { headers?: Record<string, string>; body?: string; json?: unknown };

/** Plain requests to a gateway, with nothing of the driver in between. */
export class Wire {
  readonly target: Target;
  #agent: http.Agent;

  constructor(target: Target) {
    this.target = target;
    this.#agent = new (target.url.startsWith('https:') ? https : http).Agent({ keepAlive: true });
  }

  send(method: string, path: string, { headers = {}, body, json }: WireCall = {}): Promise<WireAnswer> {
    const url = new URL(this.target.url + path);
    const payload = json === undefined ? body : JSON.stringify(json);
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(
        url,
        { method, headers, agent: this.#agent, timeout: 10_000 },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) }),
          );
        },
      );
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.end(payload);
    });
  }

  /** A management call with the right key. */
  manage(method: string, path: string, call: WireCall = {}): Promise<WireAnswer> {
    const authorization = `Bearer ${this.target.managementKey}`;
    return this.send(method, `/v0/management/${path}`, { ...call, headers: { authorization, ...call.headers } });
  }

  /** A call of a client with its key. */
  client(method: string, path: string, key: string, call: WireCall = {}): Promise<WireAnswer> {
    return this.send(method, path, { ...call, headers: { authorization: `Bearer ${key}`, ...call.headers } });
  }

  async list(section: string): Promise<Record<string, unknown>[]> {
    const { json } = await this.manage('GET', section);
    return ((json as Record<string, unknown>)[section] ?? []) as Record<string, unknown>[];
  }

  async clientKeys(): Promise<string[]> {
    const { json } = await this.manage('GET', 'api-keys');
    return ((json as Record<string, unknown>)['api-keys'] ?? []) as string[];
  }

  /** Writes a whole list and waits until the gateway has certainly loaded it. */
  async put(path: string, json: unknown): Promise<WireAnswer> {
    const answer = await this.manage('PUT', path, { json });
    await this.settle();
    return answer;
  }

  /** Two writes that meet in one reload are what the tests of the driver are about; here they would only disturb. */
  settle(): Promise<void> {
    return this.target.settle();
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Polls until the condition holds; the last value otherwise. */
export async function eventually(condition: () => Promise<boolean>, patienceMs = 5_000): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    if (await condition()) return true;
    await sleep(10);
  }
  return condition();
}

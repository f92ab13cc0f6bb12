import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './target.ts';

export type Row = Record<string, unknown>;
export type WireAnswer = { status: number; text: string; json: Row };

/** Everything that the contract makes is called like this, so that it can be taken away again. */
export const keyPrefix = 'sk-test-contract-';
export const modelPrefix = 'test-contract-';

/** Plain requests to a gateway, with nothing of the driver in between. */
export class Wire {
  readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }

  async send(method: string, path: string, json?: unknown, key = this.target.masterKey): Promise<WireAnswer> {
    const answer = await fetch(this.target.url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: parsed(text) };
  }

  async info(key: string): Promise<Row> {
    const { json } = await this.send('GET', `/key/info?key=${key}`);
    return (json.info ?? {}) as Row;
  }

  async models(): Promise<Row[]> {
    const { json } = await this.send('GET', '/model/info');
    return (json.data ?? []) as Row[];
  }

  async model(id: string): Promise<Row | undefined> {
    return (await this.models()).find(({ model_info }) => (model_info as Row).id === id);
  }

  /** Takes away what the contract made, also what an interrupted run left. */
  async clean(): Promise<void> {
    for (const row of await this.models()) {
      const { id } = row.model_info as Row;
      if (String(row.model_name).includes(modelPrefix)) await this.send('POST', '/model/delete', { id });
    }
    for (const token of this.#tokens) await this.send('POST', '/key/delete', { keys: [token] });
    this.#tokens.clear();
  }

  readonly #tokens = new Set<string>();

  /** A key value of the contract's own, which `clean` takes away. */
  newKey(): string {
    const key = `${keyPrefix}${crypto.randomUUID()}`;
    this.#tokens.add(key);
    return key;
  }
}

function parsed(text: string): Row {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Row) : {};
  } catch {
    return {};
  }
}

/** Whether it becomes true: a real gateway loads models and forgets keys a while later. */
export async function eventually(check: () => Promise<boolean>, patienceMs = 20_000): Promise<boolean> {
  const until = Date.now() + patienceMs;
  for (;;) {
    if (await check()) return true;
    if (Date.now() > until) return false;
    await sleep(100);
  }
}

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { UsageDriver, UsageRecord } from '../driver/index.ts';
import { eventually, type Wire } from './wire.ts';

const key = 'sk-test-contract-client';
const upstreamKeys = ['sk-test-upstream-1', 'sk-test-upstream-2'];
const refusal = JSON.stringify({ error: { message: 'the provider says no', type: 'server_error' } });

const counted = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };
const head = { id: 'chatcmpl-contract', created: 1_790_000_000, model: 'upstream/m' };
const whole = {
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
  usage: counted,
};
const chunks = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: 'ok' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: counted },
].map((chunk) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...chunk })}\n\n`);

/** Sections 2.12 and 5. A provider of the contract's own answers a real gateway; the double needs none. */
export function usageContract(wire: () => Wire): void {
  let status = 200;
  const provider = http.createServer((message, response) => {
    let body = '';
    message.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    message.on('end', () => {
      const isStream = status === 200 && /"stream":\s*true/.test(body);
      response.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
      response.end(
        status === 200 ? (isStream ? `${chunks.join('')}data: [DONE]\n\n` : JSON.stringify(whole)) : refusal,
      );
    });
  });
  const failWith = (next: number) => {
    status = next;
    wire().target.failProviders?.(next === 200 ? null : { status: next, body: refusal });
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    await wire().put('api-keys', [key]);
    await wire().put('usage-statistics-enabled', { value: true });
    await eventually(async () => (await wire().client('GET', '/v1/models', key)).status === 200);
  });
  beforeEach(async () => {
    await readAll(subject());
  });
  afterAll(async () => {
    failWith(200);
    await wire().put('openai-compatibility', []);
    await new Promise((resolve) => provider.close(resolve));
  });

  function subject(managementKey = wire().target.managementKey): UsageDriver {
    const { usage } = createCliproxyapiDriver({ baseUrl: wire().target.url, managementKey });
    if (!usage) throw new Error('The driver has no usage.');
    return usage;
  }
  async function readAll(usage: UsageDriver): Promise<UsageRecord[]> {
    const page = await usage.read(null);
    if (!page.ok) throw new Error(page.problem.code);
    const { records, unreadable } = usage.parse(page.raw);
    expect([records.length, unreadable]).toEqual([page.count, 0]);
    return records;
  }
  /** What comes within a while; a record is queued a moment after its answer has ended. */
  async function arriving(count: number): Promise<UsageRecord[]> {
    const usage = subject();
    const records: UsageRecord[] = [];
    await eventually(async () => {
      records.push(...(await readAll(usage)));
      return records.length >= count;
    });
    return records;
  }
  /** A provider of its own for each test: one that failed is left alone for a while. */
  async function offer(name: string, keys = upstreamKeys.slice(0, 1)): Promise<void> {
    await wire().put('openai-compatibility', [
      {
        name,
        'base-url': `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`,
        'api-key-entries': keys.map((item) => ({ 'api-key': item })),
        models: [{ name: 'upstream/m', alias: name }],
      },
    ]);
    const isOffered = async () => JSON.stringify((await wire().client('GET', '/v1/models', key)).json).includes(name);
    expect(await eventually(isOffered)).toBe(true);
  }
  const ask = (model: string, extra: object = {}) =>
    wire().client('POST', '/v1/chat/completions', key, {
      json: { model, messages: [{ role: 'user', content: 'hi' }], ...extra },
    });

  test('an answer, whole or streamed, is one record with its tokens', async () => {
    await offer('contract-usage');
    expect((await ask('contract-usage')).status).toBe(200);
    expect((await ask('contract-usage', { stream: true })).status).toBe(200);
    const records = await arriving(2);
    expect(records).toHaveLength(2);
    for (const record of records) {
      expect(record).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        provider: 'openai-compatible-contract-usage',
        model: 'upstream/m',
        requestedModel: 'contract-usage',
        endpoint: 'POST /v1/chat/completions',
        clientKey: { key },
        authIndex: expect.stringMatching(/^[0-9a-f]{16}$/),
        isFailed: false,
        statusCode: 200,
        areTokensExact: true,
        costUsd: null,
      });
      expect(record.tokens.input).toBeGreaterThan(0);
      expect(record.tokens.total).toBe(record.tokens.input + record.tokens.output);
      expect(Math.abs(Date.parse(record.occurredAt) - Date.now())).toBeLessThan(60_000);
    }
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
    expect(await readAll(subject())).toEqual([]);
  });

  test('a request that fails over is a record for each attempt, and none of them tells the provider’s secrets', async () => {
    await offer('contract-failing', upstreamKeys);
    failWith(500);
    expect((await ask('contract-failing')).status).toBe(500);
    failWith(200);
    const records = await arriving(2);
    expect(records).toHaveLength(2);
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(1);
    expect(new Set(records.map(({ authIndex }) => authIndex)).size).toBe(2);
    for (const record of records)
      expect(record).toMatchObject({ isFailed: true, statusCode: 500, areTokensExact: true, tokens: { total: 0 } });
    for (const secret of [...upstreamKeys, 'the provider says no'])
      expect(JSON.stringify(records)).not.toContain(secret);
  });

  test('what the gateway refuses by itself leaves no record', async () => {
    await offer('contract-quiet');
    expect((await ask('nobody-offers-this')).status).toBe(400);
    expect((await wire().client('POST', '/v1/chat/completions', 'sk-test-unknown')).status).toBe(401);
    expect((await ask('contract-quiet')).status).toBe(200);
    expect(await arriving(1)).toHaveLength(1);
  });

  test('the oldest comes first, as many as are asked for, and each only once', async () => {
    await offer('contract-order');
    for (let round = 0; round < 3; round += 1) await ask('contract-order', { user: String(round) });
    let taken: unknown[] = [];
    await eventually(async () => {
      taken = [...taken, ...((await wire().manage('GET', 'usage-queue?count=2')).json as unknown[])];
      return taken.length >= 3;
    });
    const times = taken.map((item) => Date.parse(String((item as Record<string, unknown>).timestamp)));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((await wire().manage('GET', 'usage-queue?count=500')).json).toEqual([]);
  });

  test('nothing is kept while statistics are off, and it goes on when they are on again', async () => {
    await offer('contract-off');
    await wire().put('usage-statistics-enabled', { value: false });
    expect((await ask('contract-off')).status).toBe(200);
    await wire().put('usage-statistics-enabled', { value: true });
    expect((await ask('contract-off')).status).toBe(200);
    expect(await arriving(1)).toHaveLength(1);
    expect(await readAll(subject())).toEqual([]);
  });

  test('a wrong management key is tried once, and takes nothing', async () => {
    await offer('contract-key');
    expect((await ask('contract-key')).status).toBe(200);
    const usage = subject('sk-test-wrong');
    expect(await usage.read(null)).toMatchObject({ ok: false, problem: { code: 'unauthorized' }, mayBeLost: false });
    expect(await usage.read(null)).toMatchObject({ ok: false, problem: { code: 'circuit_open' }, mayBeLost: false });
    expect(await arriving(1)).toHaveLength(1);
  });
}

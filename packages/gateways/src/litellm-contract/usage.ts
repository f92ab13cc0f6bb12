import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsageRecord } from '../driver/index.ts';
import { createLitellmDriver } from '../litellm/index.ts';
import { eventually, modelPrefix, type Row, type Wire } from './wire.ts';

/** What the provider of the contract answers to everything. */
const completion = {
  id: 'chatcmpl-contract',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'contract',
  choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
};

/** Section 8 of the wire contract. */
export function usageContract(wire: () => Wire): void {
  const provider = http.createServer((message, response) => {
    message.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...completion, id: `chatcmpl-${crypto.randomUUID()}` }));
  });
  beforeAll(() => new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => provider.close(resolve)));

  const at = (ms: number) => encodeURIComponent(new Date(ms).toISOString().slice(0, 19).replace('T', ' '));
  const window = () => `start_date=${at(Date.now() - 3_600_000)}&end_date=${at(Date.now() + 3_600_000)}`;
  const path = async () =>
    (await wire().send('GET', `/spend/logs/v2?${window()}`)).status === 404 ? '/spend/logs/ui' : '/spend/logs/v2';

  test('a page wants both ends of its window, in one form, and has at most so many rows', async () => {
    const answer = await wire().send('GET', `${await path()}?${window()}&page=1&page_size=100&sort_by=startTime`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ data: expect.any(Array), total: expect.any(Number), page: 1, page_size: 100 });
    for (const query of ['page=1', 'start_date=2026-01-01T00:00:00Z&end_date=2026-01-02T00:00:00Z'])
      expect((await wire().send('GET', `${await path()}?${query}`)).status).toBeGreaterThanOrEqual(400);
    expect((await wire().send('GET', `${await path()}?${window()}&page_size=5000`)).status).toBe(422);
    expect((await wire().send('GET', `${await path()}?${window()}`, undefined, 'sk-test-nobody')).status).toBe(401);
  });

  const readAll = async (cursor: string | null) => {
    const { usage } = createLitellmDriver({ baseUrl: wire().target.url, managementKey: wire().target.masterKey });
    if (!usage) throw new Error('A LiteLLM tells of its usage.');
    const records: UsageRecord[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await usage.read(cursor);
      if (!page.ok) throw new Error(page.problem.code);
      const { records: some, unreadable } = usage.parse(page.raw);
      expect(unreadable).toBe(0);
      records.push(...some);
      ({ cursor, hasMore } = page);
    }
    return { records, cursor };
  };

  test('a request of a key shows with its tokens, a refused one as a failure, each once', async () => {
    const key = wire().newKey();
    await wire().send('POST', '/key/generate', { key });
    const model = `${modelPrefix}${crypto.randomUUID()}`;
    await wire().send('POST', '/model/new', {
      model_name: model,
      litellm_params: {
        model: 'openai/contract',
        api_base: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`,
        api_key: 'sk-test-upstream',
        input_cost_per_token: 0.001,
        output_cost_per_token: 0.002,
      },
      model_info: { id: model },
    });
    const ask = (name: string) =>
      wire().send('POST', '/v1/chat/completions', { model: name, messages: [{ role: 'user', content: 'hi' }] }, key);
    let answer: Row = {};
    const isAnswered = async () => {
      const { status, json } = await ask(model);
      answer = json;
      return status === 200;
    };
    expect(await eventually(isAnswered, 60_000)).toBe(true);
    const beforeFailure = await readAll(null);
    expect((await ask(`${modelPrefix}nobody-offers-this`)).status).toBeGreaterThanOrEqual(400);

    const hash = createHash('sha256').update(key).digest('hex');
    const seen = new Map<string, UsageRecord>();
    let cursor = beforeFailure.cursor;
    const note = (records: UsageRecord[]) => {
      for (const record of records)
        if (record.clientKey && 'hash' in record.clientKey && record.clientKey.hash === hash)
          seen.set(record.id, record);
    };
    note(beforeFailure.records);
    const isThere = async () => {
      const next = await readAll(cursor);
      note(next.records);
      cursor = next.cursor;
      return (
        [...seen.values()].some(({ isFailed }) => isFailed) && [...seen.values()].some(({ isFailed }) => !isFailed)
      );
    };
    expect(await eventually(isThere, 120_000)).toBe(true);

    const usage = answer.usage as { prompt_tokens: number; completion_tokens: number };
    const [input, output] = [usage.prompt_tokens, usage.completion_tokens];
    const succeeded = [...seen.values()].filter(({ isFailed, tokens }) => !isFailed && tokens.total > 0);
    expect(succeeded[0]).toMatchObject({
      requestedModel: model,
      provider: 'openai',
      isFailed: false,
      tokens: { input, output, total: input + output },
      areTokensExact: true,
      costUsd: String(Number((0.001 * input + 0.002 * output).toFixed(12))),
    });
    const page = JSON.stringify([...seen.values()]);
    expect(page).not.toContain(key);
  }, 300_000);
}

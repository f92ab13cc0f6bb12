import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UsageDriver, UsageRecord } from '../driver/index.ts';
import { type LitellmDouble, startLitellmDouble } from '../litellm-double/index.ts';
import { createLitellmDriver } from './index.ts';

let double: LitellmDouble;

beforeEach(async () => {
  double = await startLitellmDouble({ version: '1.92' });
});
afterEach(() => double.stop());

const key = 'sk-test-client';
const hash = createHash('sha256').update(key).digest('hex');

function usage(managementKey = double.masterKey): UsageDriver {
  const driver = createLitellmDriver({ baseUrl: double.url, managementKey, timeoutMs: 10_000 });
  if (!driver.usage) throw new Error('A LiteLLM tells of its usage.');
  return driver.usage;
}

/** Everything from `cursor` to the present. */
async function readAll(subject: UsageDriver, cursor: string | null = null) {
  const records: UsageRecord[] = [];
  let pages = 0;
  for (let hasMore = true; hasMore; pages += 1) {
    const page = await subject.read(cursor);
    if (!page.ok) throw new Error(page.problem.code);
    const parsed = subject.parse(page.raw);
    expect([parsed.records.length, parsed.unreadable]).toEqual([page.count, 0]);
    records.push(...parsed.records);
    ({ cursor, hasMore } = page);
  }
  return { records, cursor, pages };
}
const ids = (records: UsageRecord[]) => new Set(records.map(({ id }) => id));

describe('the log of requests', () => {
  it('tells what a request was, what it used and what it cost', async () => {
    const startedAt = new Date('2026-11-01T10:00:00.250Z');
    const requestId = double.usage.add({
      key,
      model: 'big',
      upstreamModel: 'anthropic/claude-opus-5',
      provider: 'anthropic',
      input: 1000,
      output: 200,
      reasoning: 50,
      cacheRead: 700,
      cacheWrite: 100,
      cost: 0.0000125,
      startedAt: new Date(Date.now() - 60_000),
      durationMs: 1500,
      columns: { startTime: startedAt.toISOString() },
    });
    const { records } = await readAll(usage());
    expect(records).toEqual([
      {
        id: requestId,
        occurredAt: '2026-11-01T10:00:00.250Z',
        requestId,
        provider: 'anthropic',
        model: 'anthropic/claude-opus-5',
        requestedModel: 'big',
        endpoint: null,
        clientKey: { hash },
        authIndex: null,
        isFailed: false,
        statusCode: null,
        latencyMs: expect.any(Number),
        timeToFirstTokenMs: null,
        tokens: { input: 1000, output: 200, reasoning: 50, cacheRead: 700, cacheWrite: 100, total: 1200 },
        areTokensExact: true,
        costUsd: '0.0000125',
      },
    ]);
  });

  it('tells of failures, and knows no price where LiteLLM wrote none', async () => {
    const ago = (ms: number) => ({ startedAt: new Date(Date.now() - ms) });
    double.usage.add({ key, model: 'big', failed: 429, ...ago(9000) });
    double.usage.add({ key, model: 'own', input: 10, output: 5, ...ago(8000) });
    double.usage.add({ key, model: 'own', input: 10, output: 5, columns: { cache_hit: 'True' }, ...ago(7000) });
    double.usage.add({
      key: '',
      model: 'own',
      input: 3,
      output: 2,
      cost: 0,
      columns: { metadata: '{"usage_object":null}' },
    });
    const { records } = await readAll(usage());
    expect(records).toHaveLength(4);
    const [failed, unknown, cached, nobody] = records;
    expect(failed).toMatchObject({ isFailed: true, statusCode: 429, provider: 'unknown', model: 'big', costUsd: '0' });
    expect(unknown).toMatchObject({ isFailed: false, areTokensExact: true, costUsd: null });
    expect(cached).toMatchObject({ costUsd: '0' });
    expect(nobody).toMatchObject({ clientKey: null, areTokensExact: false, tokens: { input: 3, output: 2, total: 5 } });
  });

  it('leaves prompts, answers, addresses and keys where they are', async () => {
    double.usage.add({ key, model: 'big', failed: 401, columns: { api_key: key } });
    const page = await usage().read(null);
    const again = await readAll(usage());
    for (const text of [JSON.stringify(page), JSON.stringify(again)])
      for (const secret of [key, 'a prompt of somebody', 'an answer to somebody', '203.0.113.7', 'sk-test-in-an-error'])
        expect(text).not.toContain(secret);
    expect(again.records[0]?.clientKey).toEqual({ hash });
  });

  it('does not lose a page to a row that makes no sense', async () => {
    double.usage.add({ key, model: 'big' });
    double.usage.add({ key, model: 'big', columns: { startTime: 'yesterday' } });
    double.usage.add({ key, model: 'big', columns: { request_id: null } });
    const subject = usage();
    let cursor: string | null = null;
    for (;;) {
      const page = await subject.read(cursor);
      if (!page.ok) throw new Error(page.problem.code);
      if (page.count > 0) expect(subject.parse(page.raw)).toMatchObject({ records: [{ model: 'big' }], unreadable: 2 });
      if (!page.hasMore) break;
      ({ cursor } = page);
    }
    expect(subject.parse('no list')).toEqual({ records: [], unreadable: 1 });
  });
});

describe.each(['1.78', '1.81', '1.92', '1.106'] as const)('reading a LiteLLM %s', (version) => {
  beforeEach(() => double.setVersion(version));

  it('gives every row, also where many began in the same second', async () => {
    const now = Date.now();
    const added = Array.from({ length: 640 }, (_, index) => {
      const ago = index < 330 ? 40_000 : 100 * (index - 320);
      return double.usage.add({ key, model: 'big', startedAt: new Date(now - ago) });
    });
    const { records } = await readAll(usage());
    expect(ids(records)).toEqual(new Set(added));
  });

  it('misses none that comes while it reads, and finds late ones in the next round', async () => {
    const now = Date.now();
    const added = Array.from({ length: 350 }, (_, index) =>
      double.usage.add({ key, model: 'big', startedAt: new Date(now - 300 * index) }),
    );
    const late: string[] = [];
    double.faults.add({
      fault: {
        kind: 'meanwhile',
        run: () => {
          for (const ago of [0, 5_000, 60_000])
            late.push(double.usage.add({ key, model: 'big', startedAt: new Date(now - ago) }));
        },
      },
      path: '/spend/logs/*',
      count: 0,
    });
    const subject = usage();
    const first = await readAll(subject);
    double.faults.clear();
    for (const id of added) expect(ids(first.records)).toContain(id);
    const second = await readAll(subject, first.cursor);
    expect(new Set([...ids(first.records), ...ids(second.records)])).toEqual(new Set([...added, ...late]));
  });

  it('goes on where it was, in another process as well', async () => {
    const now = Date.now();
    const added = Array.from({ length: 250 }, (_, index) =>
      double.usage.add({ key, model: 'big', startedAt: new Date(now - 1000 * index) }),
    );
    const seen = new Set<string>();
    let cursor: string | null = null;
    for (let hasMore = true; hasMore; ) {
      const page = await usage().read(cursor);
      if (!page.ok) throw new Error(page.problem.code);
      for (const { id } of usage().parse(page.raw).records) seen.add(id);
      ({ cursor, hasMore } = page);
    }
    expect(seen).toEqual(new Set(added));
  });
});

describe('when LiteLLM does not answer as it should', () => {
  it('an error changes nothing: the same page comes the next time, and nothing is lost', async () => {
    double.usage.add({ key, model: 'big' });
    const subject = usage();
    const faults = [
      { kind: 'status', status: 502 },
      { kind: 'reset-after', at: 'start' },
      { kind: 'envelope', status: 500, envelope: 'text', message: '<html>' },
    ] as const;
    for (const fault of faults) {
      const rule = double.faults.add({ fault, path: '/spend/logs/v2', count: 0 });
      expect(await subject.read(null)).toMatchObject({ ok: false, mayBeLost: false });
      double.faults.remove(rule);
    }
    expect((await readAll(subject)).records).toHaveLength(1);
  });

  it('an answer in another form is a problem', async () => {
    double.faults.add({
      fault: { kind: 'envelope', status: 200, envelope: 'proxy', message: 'x' },
      path: '/spend/logs/v2',
    });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'unexpected_answer' } });
  });

  it('rows too large for a whole page come in smaller ones', async () => {
    const messages = 'x'.repeat(600_000);
    const added = Array.from({ length: 70 }, (_, index) =>
      double.usage.add({ key, model: 'big', startedAt: new Date(Date.now() - 500 * index), columns: { messages } }),
    );
    const { records } = await readAll(usage());
    expect(ids(records)).toEqual(new Set(added));
  });

  it('a wrong key is tried once', async () => {
    const subject = usage('sk-test-wrong');
    expect(await subject.read(null)).toMatchObject({ ok: false, problem: { code: 'unauthorized' }, mayBeLost: false });
    expect(await subject.read(null)).toMatchObject({ ok: false, problem: { code: 'circuit_open' }, mayBeLost: false });
    expect(double.requests()).toHaveLength(1);
  });

  it('without either path, and without a database, it says so', async () => {
    const fault = { kind: 'envelope', status: 404, envelope: 'framework', message: 'Not Found' } as const;
    const rule = double.faults.add({ fault, path: '/spend/logs/*', count: 0 });
    const subject = usage();
    expect(await subject.read(null)).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
    double.faults.remove(rule);
    double.setDatabase(false);
    expect(await subject.read(null)).toMatchObject({ ok: false, problem: { code: 'server_error' } });
  });

  it('shows nothing where the log is off', async () => {
    double.usage.isOn = false;
    double.usage.add({ key, model: 'big' });
    expect((await readAll(usage())).records).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { GatewayDriver, UsageDriver } from '../driver/index.ts';
import { createCliproxyapiDriver } from './index.ts';
import { parseUsage } from './usage.ts';

const key = 'sk-test-client';
const providerKey = 'sk-test-provider';

let double: Double;
let driver: GatewayDriver;

beforeEach(async () => {
  double = await startCliproxyapiDouble({
    configYaml: `api-keys: [${key}]\nusage-statistics-enabled: true\nclaude-api-key: [{api-key: ${providerKey}}]\n`,
  });
  driver = createCliproxyapiDriver({ baseUrl: double.url, managementKey: double.managementKey, timeoutMs: 500 });
});
afterEach(() => double.stop());

function usage(): UsageDriver {
  if (!driver.usage) throw new Error('This gateway tells of its usage.');
  return driver.usage;
}
const add = (count = 1) => {
  for (let index = 0; index < count; index += 1)
    expect(double.usage.add({ clientKey: key, model: 'claude-opus-5', input: 10, output: 5 })).toBe(true);
};
const read = async () => {
  const page = await usage().read(null);
  if (!page.ok) throw new Error(page.problem.code);
  return page;
};

describe('the queue of usage records', () => {
  it('gives five hundred at a time, exactly as they are, and says that there are more', async () => {
    add(501);
    const first = await read();
    expect([first.count, first.hasMore, first.cursor]).toEqual([500, true, null]);
    expect(usage().parse(first.raw).records).toHaveLength(500);
    const second = await read();
    expect([second.count, second.hasMore]).toEqual([1, false]);
    expect(await read()).toMatchObject({ raw: '[]', count: 0, hasMore: false });
    expect(usage().isDestructive).toBe(true);
  });

  it('tells what an attempt was and used, and nothing of who made it and with which credential', async () => {
    double.usage.add({
      clientKey: key,
      model: 'claude-opus-5',
      input: 120,
      output: 50,
      reasoning: 30,
      cacheRead: 90,
      cacheWrite: 10,
      failure: { status: 529, body: 'the provider says no' },
      requestId: '1a2b3c4d',
      fields: { timestamp: '2026-11-21T22:39:03.123456789+08:00', user_agent: 'somebody/1.0' },
    });
    const { raw } = await read();
    expect(raw).toContain(providerKey);
    const { records } = usage().parse(raw);
    expect(records).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        occurredAt: '2026-11-21T22:39:03.123456789+08:00',
        requestId: '1a2b3c4d',
        provider: 'claude',
        model: 'claude-opus-5',
        requestedModel: 'claude-opus-5',
        endpoint: 'POST /v1/chat/completions',
        clientKey: { key },
        authIndex: expect.stringMatching(/^[0-9a-f]{16}$/),
        isFailed: true,
        statusCode: 529,
        latencyMs: 120,
        timeToFirstTokenMs: 40,
        tokens: { input: 120, output: 50, reasoning: 30, cacheRead: 90, cacheWrite: 10, total: 170 },
        areTokensExact: true,
        costUsd: null,
      },
    ]);
    for (const secret of [providerKey, 'the provider says no', 'somebody/1.0', 'req-of-the-provider'])
      expect(JSON.stringify(records)).not.toContain(secret);
  });

  it.each(['v7.2.19', 'v7.1.0', 'v6.10.8', 'dev'])('is read the same from a gateway %s', async (version) => {
    double.setProfile({ version });
    const counts = { input: 120, output: 50, reasoning: 30 };
    double.usage.add({ clientKey: key, model: 'claude-opus-5', ...counts });
    const { records, unreadable } = usage().parse((await read()).raw);
    expect(unreadable).toBe(0);
    expect(records[0]).toMatchObject({ provider: 'claude', tokens: { ...counts, total: 170 }, areTokensExact: true });
  });

  it('keeps a success without tokens, and one that only warmed a connection up', async () => {
    double.usage.add({ clientKey: '', model: 'nobody-offers-this' });
    double.usage.add({ clientKey: key, model: 'claude-opus-5', fields: { generate: false } });
    const { records } = usage().parse((await read()).raw);
    expect(records.map(({ clientKey, isFailed, tokens }) => [clientKey, isFailed, tokens.total])).toEqual([
      [null, false, 0],
      [{ key }, false, 0],
    ]);
    expect(records[0]).toMatchObject({ provider: 'unknown', authIndex: null, model: 'nobody-offers-this' });
  });

  it('has an id for each record that stays the same, whatever order its fields have', async () => {
    add(3);
    const { raw } = await read();
    const ids = (text: string) => parseUsage(text).records.map(({ id }) => id);
    expect(new Set(ids(raw)).size).toBe(3);
    const turned = (JSON.parse(raw) as object[]).map((item) => Object.fromEntries(Object.entries(item).reverse()));
    expect(ids(JSON.stringify(turned))).toEqual(ids(raw));
  });

  it('does not lose a page to what makes no sense in it', async () => {
    add();
    for (const broken of ['"not json"', '{}', 'null', '{"timestamp":"yesterday","model":"m","tokens":{}}'])
      double.usage.addRaw(broken);
    double.usage.add({ clientKey: key, model: 'claude-opus-5', failure: { status: 500, body: 'x'.repeat(2_000_000) } });
    const page = await read();
    expect(page.count).toBe(6);
    const parsed = usage().parse(page.raw);
    expect([parsed.records.length, parsed.unreadable]).toEqual([2, 4]);
    expect(usage().parse('cut of')).toEqual({ records: [], unreadable: 1 });
  });
});

describe('when the gateway does not answer as it should', () => {
  it.each(['start', 'middle'] as const)(
    'records may be lost if the connection dies at the %s of the answer',
    async (at) => {
      add(5);
      double.faults.add({ fault: { kind: 'reset-after', at }, path: '*/usage-queue' });
      expect(await usage().read(null)).toMatchObject({ ok: false, mayBeLost: true });
      expect(double.state().usagePopped).toHaveLength(5);
      expect((await read()).count).toBe(0);
    },
  );

  it('an answer that is lost is not asked for a second time, though others are over a kept connection', async () => {
    await driver.probe();
    add(5);
    double.clearJournal();
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({ ok: false, mayBeLost: true });
    expect(double.requests().map(({ path }) => path)).toEqual(['/v0/management/usage-queue?count']);
  });

  it('a body that ends too early, or late, may be lost as well', async () => {
    add(5);
    double.faults.add({ fault: { kind: 'torn', bytes: 100 }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({
      ok: false,
      problem: { code: 'unexpected_answer' },
      mayBeLost: true,
    });
    add(5);
    double.faults.add({ fault: { kind: 'latency', beforeBodyMs: 800 }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'timeout' }, mayBeLost: true });
  });

  it.each([500, 502, 504])('HTTP %i may have come after they were taken', async (status) => {
    add();
    double.faults.add({ fault: { kind: 'status', status }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'server_error' }, mayBeLost: true });
    expect((await read()).count).toBe(1);
  });

  it('nothing is lost where the gateway did not get the request, or did not let it in', async () => {
    add();
    double.faults.add({ fault: { kind: 'unauthorized' }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'unauthorized' }, mayBeLost: false });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'circuit_open' }, mayBeLost: false });
    driver.resetCircuit();
    double.faults.add({ fault: { kind: 'status', status: 429 }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({ ok: false, mayBeLost: false });
    expect((await read()).count).toBe(1);
    double.banNow();
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'banned' }, mayBeLost: false });
    driver.resetCircuit();
    await double.kill();
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'unreachable' }, mayBeLost: false });
  });

  it('a page of something else in front of it took nothing out', async () => {
    double.faults.add({ fault: { kind: 'status', status: 200, body: 'html' }, path: '*/usage-queue' });
    expect(await usage().read(null)).toMatchObject({
      ok: false,
      problem: { code: 'not_this_gateway' },
      mayBeLost: false,
    });
  });

  it('a gateway that does not tell has no usage, and one without the path says so', async () => {
    double.setProfile({ missing: ['usage-queue'] });
    expect(await usage().read(null)).toMatchObject({ ok: false, problem: { code: 'unsupported' }, mayBeLost: false });
    double.setProfile({ version: 'v6.10.7' });
    await driver.observe('client-keys');
    expect(driver.usage).toBeUndefined();
    double.setProfile({ version: 'v6.10.8', missing: [] });
    await driver.observe('client-keys');
    expect(driver.usage).toBeDefined();
  });
});

describe('what the double does to its usage', () => {
  it('loses it where it is off, where somebody else takes it or listens, and when management goes', async () => {
    add(3);
    expect(double.usage.takeAsForeigner(2)).toBe(2);
    double.usage.setListener(true);
    expect(double.usage.add({ clientKey: key, model: 'claude-opus-5' })).toBe(false);
    double.usage.setListener(false);
    expect((await read()).count).toBe(1);
    add();
    double.setManagement({ isOn: false });
    double.setManagement({ isOn: true });
    expect((await read()).count).toBe(0);
    await driver.settings?.writeSetting('usage-statistics', false);
    await double.settled();
    expect(double.usage.add({ clientKey: key, model: 'claude-opus-5' })).toBe(false);
  });

  it('can be told over its control port', async () => {
    const control = (path: string, body: object) =>
      fetch(double.control.url + path, { method: 'POST', body: JSON.stringify(body) });
    const startedAt = '2026-11-20T08:00:00.000Z';
    const added = await control('/usage', { clientKey: key, model: 'claude-opus-5', input: 7, output: 3, startedAt });
    expect(await added.json()).toEqual({ kept: true });
    await control('/providers', { status: 503 });
    const headers = { authorization: `Bearer ${key}` };
    const body = JSON.stringify({ model: 'claude-opus-5', messages: [] });
    expect((await fetch(`${double.url}/v1/messages`, { method: 'POST', headers, body })).status).toBe(503);
    await expect.poll(() => double.state().usageQueued).toBe(2);
    await control('/providers', {});
    expect((await fetch(`${double.url}/v1/messages`, { method: 'POST', headers, body })).status).toBe(200);
    await expect.poll(() => double.state().usageQueued).toBe(3);
    const { records } = usage().parse((await read()).raw);
    expect(records.map(({ isFailed, statusCode }) => [isFailed, statusCode])).toEqual([
      [false, 200],
      [true, 503],
      [false, 200],
    ]);
    expect(records[0]).toMatchObject({ tokens: { input: 7, output: 3 } });
    expect(Date.parse(records[0]?.occurredAt ?? '')).toBe(Date.parse(startedAt));
  });
});

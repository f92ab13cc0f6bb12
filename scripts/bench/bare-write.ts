import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchGateway } from './installation.ts';

type Item = Record<string, unknown>;

/** What the gateway alone takes: to hand its list out and take it back, and until it uses what is new in it. */
export type BareWrite = { exchangeMs: number; loadedMs: number };

const section = 'claude-api-key';
const newKey = 'sk-test-bench-bare';
const restMs = 300;

/** Reads the list and writes it back with one entry more, without Gatehouse; the entry is taken out again. */
export async function bareWrites(gateway: BenchGateway, count: number): Promise<BareWrite[]> {
  const samples: BareWrite[] = [];
  for (let index = 0; index < count; index += 1) {
    samples.push(await writeOnce(gateway));
    await sleep(restMs);
    await put(
      gateway,
      (await get(gateway)).filter((item) => item['api-key'] !== newKey),
    );
    await sleep(restMs);
  }
  return samples;
}

async function writeOnce(gateway: BenchGateway): Promise<BareWrite> {
  const startedAt = performance.now();
  await put(gateway, [...(await get(gateway)), { 'api-key': newKey }]);
  const exchangeMs = performance.now() - startedAt;
  while (!(await get(gateway)).some((item) => item['api-key'] === newKey && item['auth-index'])) await sleep(5);
  return { exchangeMs, loadedMs: performance.now() - startedAt };
}

async function get(gateway: BenchGateway): Promise<Item[]> {
  const body = (await (await call(gateway, { method: 'GET' })).json()) as Record<string, Item[]>;
  return body[section] ?? [];
}

async function put(gateway: BenchGateway, items: Item[]): Promise<void> {
  await call(gateway, { method: 'PUT', body: JSON.stringify(items.map(({ 'auth-index': _, ...item }) => item)) });
}

async function call({ baseUrl, managementKey }: BenchGateway, init: RequestInit): Promise<Response> {
  const headers = { authorization: `Bearer ${managementKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}/v0/management/${section}`, { ...init, headers });
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
  return response;
}

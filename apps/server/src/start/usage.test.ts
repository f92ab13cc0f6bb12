import type { Client } from '@gatehouse/client/client';
import { claimSetup } from '@gatehouse/core/setup';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserOf, outside, signIn, startTestServer, type TestServer } from '../testing/index.ts';

const person = { name: 'Olga', email: 'olga@example.com', password: 'a long enough password' };
const waitMs = 10_000;

let double: Double;
let servers: TestServer[];
let owner: Client;
beforeAll(async () => {
  double = await startCliproxyapiDouble();
  const first = await startTestServer();
  servers = [first, await startTestServer({ beside: first })];
  const [, second = first] = servers;
  // The newest unclaimed start prints the link that counts.
  await claimSetup(outside(second), { token: second.setupToken ?? '', ...person });
  owner = await browserOf(second, await signIn(second, person.email, person.password));
});
afterAll(async () => {
  for (const server of [...servers].reverse()) await server.end();
  await double.stop();
});

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const summary = () => owner.usage.summary.query({ from: day(1), to: day(0), scope: 'all', groupBy: 'client-key' });

it('two servers collect what one gateway tells, and count all of it once', async () => {
  const gateway = await owner.gateways.create.mutate({
    ...{ name: 'Team', baseUrl: double.url, managementKey: double.managementKey },
  });
  const setting = { gatewayId: gateway.id, name: 'usage-statistics' } as const;
  await owner.gatewaySettings.accept.mutate(setting);
  const { key } = await owner.clientKeys.create.mutate({ name: 'Laptop', waitMs });
  const use = () => double.usage.add({ clientKey: key, model: 'gpt-5', input: 100, output: 10 });
  await expect.poll(use, { timeout: 20_000 }).toBe(true);
  for (let n = 1; n < 700; n += 1) use();
  await expect.poll(async () => (await summary()).total.requests, { timeout: 20_000 }).toBe(700);
  use();
  await expect.poll(async () => (await summary()).total.requests, { timeout: 20_000 }).toBe(701);
  const { rows, completeThrough } = await summary();
  expect(rows).toMatchObject([{ figures: { requests: 701, totalTokens: 701 * 110 } }]);
  expect(rows[0]?.label).toContain('Laptop');
  expect(completeThrough).toBeInstanceOf(Date);
  for (const { lines } of servers) expect(JSON.stringify(lines)).not.toContain(key);
});

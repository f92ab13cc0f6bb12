import type { UsageRecord } from '@gatehouse/gateways/driver';
import fc from 'fast-check';
import { type KyselyPlugin, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CollectServices, collectUsage } from './index.ts';
import { createUsageRig, type UsageGateway, type UsageRig, usageRecord } from './testing/usage-gateway.ts';

let rig: UsageRig;
beforeAll(async () => {
  rig = await createUsageRig();
});
afterAll(() => rig.destroy());

type When = 'before' | 'after';

/** A process that dies at its statement number `at`: before the database hears of it, or before it hears the answer. */
function dyingAt(at: number, when: When): { services: CollectServices; isDead: () => boolean } {
  let sent = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Error('The process died.');
  };
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (isDead) die();
      return node;
    },
    async transformResult({ result }) {
      sent += 1;
      return sent >= at && when === 'after' ? die() : result;
    },
  };
  const first: KyselyPlugin = {
    transformQuery({ node }) {
      if (sent + 1 >= at && when === 'before') die();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const db = rig.services.db.withPlugin(plugin).withPlugin(first);
  return { services: { ...rig.services, db }, isDead: () => isDead };
}

const options = { keepDays: 400, pauseMs: () => 0 };

/** Answers whether the process lived to the end. It is a long time since another one died. */
async function run(gateway: UsageGateway, services: CollectServices, isDead: () => boolean): Promise<boolean> {
  await rig.services.db.deleteFrom('gateway_authentications').execute();
  try {
    await collectUsage(services, gateway.id, { ...options, mayGoOn: async () => !isDead() });
    return !isDead();
  } catch (error) {
    if (!isDead()) throw error;
    return false;
  }
}

async function stateOf(gateway: UsageGateway) {
  const { rows } = await sql<{
    events: string;
    days: string;
    quarters: string;
    gaps: number;
    waiting: number;
    ids: string[];
  }>`
    select
      (select concat_ws(' ', count(*), sum(input_tokens), sum(total_tokens), sum(cost_usd), count(*) filter (where is_failed))
        from usage_events where gateway_id = ${gateway.id}) as events,
      (select concat_ws(' ', coalesce(sum(requests), 0), sum(input_tokens), sum(total_tokens), sum(cost_usd),
          coalesce(sum(failed_requests), 0))
        from usage_days where gateway_id = ${gateway.id}) as days,
      (select concat_ws(' ', coalesce(sum(requests), 0), sum(input_tokens), sum(total_tokens), sum(cost_usd),
          coalesce(sum(failed_requests), 0))
        from usage_quarter_hours where gateway_id = ${gateway.id}) as quarters,
      (select count(*) from usage_gaps where gateway_id = ${gateway.id}) as gaps,
      (select count(*) from usage_inbox where gateway_id = ${gateway.id}) as waiting,
      (select coalesce(array_agg(request_id order by request_id), '{}') from usage_events
        where gateway_id = ${gateway.id}) as ids`.execute(rig.services.db);
  const [row] = rows;
  if (!row) throw new Error('no state');
  return row;
}

/** Spread over two months, days and quarters. */
const recordOf = (n: number): UsageRecord =>
  usageRecord({
    id: `record ${n}`,
    requestId: String(n).padStart(3, '0'),
    occurredAt: new Date(Date.UTC(2026, 9, 30) + n * 7_000_000).toISOString(),
    requestedModel: `model ${n % 3}`,
    isFailed: n % 5 === 0,
    tokens: { input: n, output: 1, reasoning: 0, cacheRead: 0, cacheWrite: 0, total: n + 1 },
    costUsd: `0.${n + 1}`,
  });

async function check(gateway: UsageGateway, pages: readonly number[][]): Promise<void> {
  const { events, days, quarters, gaps, waiting, ids } = await stateOf(gateway);
  expect([days, quarters]).toEqual([events, events]);
  expect(waiting).toBe(0);
  const all = [...new Set(pages.flat())].map((n) => String(n).padStart(3, '0')).sort();
  expect(all).toEqual(expect.arrayContaining(ids));
  // What is missing is said.
  if (ids.length < all.length) expect(gaps).toBeGreaterThan(0);
}

it('counts every record once that arrived, wherever processes die, and says where something did not', async () => {
  const pages = fc.array(fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 });
  const deaths = fc.array(fc.tuple(fc.integer({ min: 1, max: 16 }), fc.constantFrom<When>('before', 'after')), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(pages, deaths, fc.boolean(), async (pages, deaths, isDestructive) => {
      const gateway = await rig.addGateway();
      gateway.isDestructive = isDestructive;
      gateway.pages = pages.map((page) => JSON.stringify(page.map(recordOf)));
      for (const [at, when] of deaths) {
        const { services, isDead } = dyingAt(at, when);
        if (await run(gateway, services, isDead)) break;
        // What can be read again is read again.
        if (!isDestructive) gateway.pages = pages.map((page) => JSON.stringify(page.map(recordOf)));
      }
      await collectUsage(rig.services, gateway.id, { ...options, mayGoOn: async () => true });
      await check(gateway, pages);
      if (!isDestructive) expect((await stateOf(gateway)).ids).toHaveLength(new Set(pages.flat()).size);
    }),
    { numRuns: 60 },
  );
});

it.each(
  Array.from({ length: 14 }, (_, index) => index + 1).flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]),
)('loses nothing unsaid if a process dies $when statement $at', async ({ at, when }) => {
  const gateway = await rig.addGateway();
  const pages = [[1, 2, 3], [3, 4, 5], [6]];
  gateway.pages = pages.map((page) => JSON.stringify(page.map(recordOf)));
  const { services, isDead } = dyingAt(at, when);
  await run(gateway, services, isDead);
  await collectUsage(rig.services, gateway.id, { ...options, mayGoOn: async () => true });
  await check(gateway, pages);
});

it('counts once what two processes count at the same time', async () => {
  const gateway = await rig.addGateway();
  const page = JSON.stringify(Array.from({ length: 40 }, (_, n) => recordOf(n)));
  gateway.pages = [page, page, page, page];
  const rounds = Array.from({ length: 4 }, () =>
    collectUsage(rig.services, gateway.id, { ...options, mayGoOn: async () => true }),
  );
  const counted = (await Promise.all(rounds)).map((round) => round.counted);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(40);
  await check(gateway, [Array.from({ length: 40 }, (_, n) => n)]);
});

it('keeps a page that cannot be read again until the database answers', async () => {
  const gateway = await rig.addGateway();
  gateway.pages = [JSON.stringify([recordOf(1)])];
  let failures = 3;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (gateway.reads > 0 && failures-- > 0) throw new Error('The database is away.');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const services = { ...rig.services, db: rig.services.db.withPlugin(plugin) };
  const round = await collectUsage(services, gateway.id, { ...options, mayGoOn: async () => true });
  expect(round).toMatchObject({ counted: 1 });
  expect((await stateOf(gateway)).gaps).toBe(0);
});

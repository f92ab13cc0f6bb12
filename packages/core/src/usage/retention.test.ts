import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectUsage, tidyUsage } from './index.ts';
import { ensureMonths, monthOf } from './partitions.ts';
import { createUsageRig, type UsageRig, usageRecord } from './testing/usage-gateway.ts';

let rig: UsageRig;
beforeAll(async () => {
  rig = await createUsageRig();
});
afterAll(() => rig.destroy());

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
const options = { keepDays: 1000, mayGoOn: async () => true };

async function partitions(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'usage_events'::regclass order by 1`.execute(rig.services.db);
  return rows.map(({ name }) => name);
}
const nameOf = (at: Date) => `usage_events_${at.toISOString().slice(0, 7).replace('-', '_')}`;

it('drops whole months, keeps the sums, and never counts again what it dropped', async () => {
  const { db } = rig.services;
  const gateway = await rig.addGateway();
  const records = [daysAgo(500), daysAgo(450), daysAgo(10)].map((at, n) =>
    usageRecord({ id: `r${n}`, occurredAt: at.toISOString() }),
  );
  const page = JSON.stringify(records);
  gateway.pages = [page];
  expect(await collectUsage(rig.services, gateway.id, options)).toMatchObject({ counted: 3 });
  await tidyUsage(rig.services, 400);
  expect(await partitions()).not.toContain(nameOf(daysAgo(450)));
  expect(await partitions()).toContain(nameOf(daysAgo(10)));
  // Another process that does not know of it yet, and keeps longer.
  for (const keepDays of [400, 1000]) {
    gateway.pages = [page];
    expect(await collectUsage(rig.services, gateway.id, { ...options, keepDays })).toMatchObject({ counted: 0 });
  }
  const { rows } = await sql<{ count: number }>`
    select sum(requests)::bigint as count from usage_days where gateway_id = ${gateway.id}`.execute(db);
  expect(rows).toEqual([{ count: 3 }]);
  const gaps = await db.selectFrom('usage_gaps').selectAll().where('gateway_id', '=', gateway.id).execute();
  expect(gaps).toMatchObject([{ reason: 'not-collected', until: monthOf(daysAgo(400)) }]);
});

it('makes room for the months to come', async () => {
  await tidyUsage(rig.services, 400);
  const month = monthOf(new Date());
  const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 2, 1));
  expect(await partitions()).toContain(nameOf(next));
});

it('makes a month once, whoever asks', async () => {
  const month = new Date('2026-01-01T00:00:00Z');
  const others = await Promise.all([1, 2, 3].map(() => rig.anotherProcess()));
  await Promise.all(others.map(({ db }) => ensureMonths(db.withoutPlugins(), [month])));
  expect(await partitions()).toContain('usage_events_2026_01');
});

it('counts what arrives for a month that another process has just dropped as too old', async () => {
  const gateway = await rig.addGateway();
  const at = daysAgo(800);
  gateway.pages = [JSON.stringify([usageRecord({ id: 'a', occurredAt: at.toISOString() })])];
  await rig.services.db.deleteFrom('usage_horizon').execute();
  expect(await collectUsage(rig.services, gateway.id, options)).toMatchObject({ counted: 1 });
  await tidyUsage({ ...rig.services, db: rig.services.db.withoutPlugins() }, 400);
  gateway.pages = [JSON.stringify([usageRecord({ id: 'a', occurredAt: at.toISOString() })])];
  expect(await collectUsage(rig.services, gateway.id, options)).toMatchObject({ counted: 0 });
});

it('tells what waited at a gateway that was removed, and forgets pages that nobody could read', async () => {
  const { db, sealer } = rig.services;
  const gateway = await rig.addGateway();
  const page = {
    gateway_id: gateway.id,
    page_sealed: sealer.seal('x', 'y'),
    read_after: daysAgo(3),
    read_at: daysAgo(2),
  };
  const old = { id: newId(), unreadable_at: daysAgo(100) };
  await db
    .insertInto('usage_inbox')
    .values([
      { ...page, id: newId() },
      { ...page, ...old },
    ])
    .execute();
  await db
    .updateTable('gateways')
    .set({ removed_at: daysAgo(2) })
    .where('id', '=', gateway.id)
    .execute();
  await tidyUsage(rig.services, 400);
  await tidyUsage(rig.services, 400);
  const inbox = await db.selectFrom('usage_inbox').selectAll().where('gateway_id', '=', gateway.id).execute();
  expect(inbox).toMatchObject([{ unreadable_at: expect.any(Date) }]);
  const gaps = await db.selectFrom('usage_gaps').selectAll().where('gateway_id', '=', gateway.id).execute();
  expect(gaps).toMatchObject([{ reason: 'unreadable', since: page.read_after, until: page.read_at }]);
});

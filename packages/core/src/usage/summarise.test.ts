import { daysFrom, type UsageSummaryInput, usageSummaryInput } from '@gatehouse/contracts/usage';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { removeUser } from '../membership/index.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { summariseUsage } from './index.ts';

let test: TestServices;
let ada: UserActor;
let bob: UserActor;
let auditor: UserActor;

const gatewayId = newId();
const quarterMs = 900_000;
type Bucket = { at: number; userId: string | null; keyId: string | null; model: string; requests: number };
const buckets: Bucket[] = [];

beforeAll(async () => {
  test = await createTestServices();
  [ada, bob] = [await test.createUser({ name: 'Ada' }), await test.createUser({ name: 'Bob' })];
  auditor = await test.createUser({ role: 'auditor' });
  await addGateway();
  const keys = new Map([ada, bob].map(({ userId }) => [userId, newId()]));
  // Around the days on which clocks move in Europe, and some more; each quarter has another number of requests.
  for (const [from, to] of [
    ['2026-03-27', '2026-03-31'],
    ['2026-10-23', '2026-10-28'],
    ['2026-04-03', '2026-04-06'],
  ])
    for (let at = Date.parse(from ?? ''), index = 1; at < Date.parse(to ?? ''); at += quarterMs, index += 1) {
      const userId = [ada.userId, bob.userId, null][index % 3] ?? null;
      const keyId = userId && (keys.get(userId) ?? null);
      buckets.push({ at, userId, keyId, model: index % 2 === 0 ? 'opus' : 'haiku', requests: index });
    }
  await fill();
});
afterAll(() => test.destroy());

async function addGateway() {
  const { db, sealer } = test.services;
  const management_key_sealed = sealer.seal('x', 'y');
  await db
    .insertInto('gateways')
    .values({ id: gatewayId, name: 'Main', kind: 'cliproxyapi', base_url: 'http://192.0.2.1', management_key_sealed })
    .execute();
}

async function fill() {
  const { db } = test.services;
  await sql`
    insert into usage_quarter_hours select b.at, ${gatewayId}::uuid, "keyId", "userId", null::uuid, model, 'claude', requests, 1,
      10 * requests, requests, 0, 0, 0, 11 * requests, 0.1 * requests, 0
    from jsonb_to_recordset(${JSON.stringify(buckets.map((bucket) => ({ ...bucket, at: new Date(bucket.at) })))}::jsonb)
      as b(at timestamptz, "keyId" uuid, "userId" uuid, model text, requests bigint)`.execute(db);
  await sql`
    insert into usage_days select (bucket at time zone 'UTC')::date, gateway_id, client_key_id, user_id, null::uuid, model, provider,
      sum(requests), sum(failed_requests), sum(input_tokens), sum(output_tokens), 0, 0, 0, sum(total_tokens),
      sum(cost_usd), 0
    from usage_quarter_hours group by 1, 2, 3, 4, 5, 6, 7`.execute(db);
}

const ask = (actor: UserActor, input: UsageSummaryInput) =>
  summariseUsage(test.contextOf(actor), usageSummaryInput.parse(input));

const formats = new Map<string, Intl.DateTimeFormat>();
function localDay(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  formats.set(timeZone, format);
  return format.format(at);
}
const sumOf = (wanted: (bucket: Bucket) => boolean) =>
  buckets.filter(wanted).reduce((sum, { requests }) => sum + requests, 0);

describe('the days of a time zone', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'America/Los_Angeles',
    'Pacific/Auckland',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
    'Etc/GMT+12',
  ];
  const ranges = [
    { from: '2026-03-28', to: '2026-03-30' },
    { from: '2026-10-25', to: '2026-10-25' },
    { from: '2026-04-04', to: '2026-04-05' },
  ];
  it.each(zones.flatMap((timeZone) => ranges.map((range) => ({ timeZone, ...range }))))(
    'are exact from $from to $to in $timeZone',
    async ({ timeZone, from, to }) => {
      const byDay = await ask(auditor, { scope: 'all', from, to, timeZone });
      expect(byDay.rows.map(({ key, figures }) => [key, figures.requests])).toEqual(
        daysFrom(from, to).map((day) => [day, sumOf(({ at }) => localDay(at, timeZone) === day)]),
      );
      const isAsked = ({ at }: Bucket) => from <= localDay(at, timeZone) && localDay(at, timeZone) <= to;
      const requests = sumOf(isAsked);
      const total = { requests, inputTokens: 10 * requests, costUsd: String(requests / 10) };
      expect(byDay.total).toMatchObject(total);

      const byModel = await ask(auditor, { scope: 'all', from, to, timeZone, groupBy: 'model' });
      expect(byModel.total).toEqual(byDay.total);
      expect(Object.fromEntries(byModel.rows.map(({ key, figures }) => [key, figures.requests]))).toEqual({
        opus: sumOf((bucket) => isAsked(bucket) && bucket.model === 'opus'),
        haiku: sumOf((bucket) => isAsked(bucket) && bucket.model === 'haiku'),
      });

      const byHour = await ask(auditor, { scope: 'all', from, to, timeZone, groupBy: 'hour' });
      expect(byHour.total).toEqual(byDay.total);
      expect(byHour.rows.reduce((sum, { figures }) => sum + figures.requests, 0)).toBe(requests);
    },
  );

  it('have 23 and 25 hours when the clocks move, each beginning on a full hour there', async () => {
    const hoursOf = async (day: string, timeZone: string) =>
      (await ask(auditor, { scope: 'all', from: day, to: day, timeZone, groupBy: 'hour' })).rows;
    expect(await hoursOf('2026-03-29', 'Europe/Berlin')).toHaveLength(23);
    expect(await hoursOf('2026-10-25', 'Europe/Berlin')).toHaveLength(25);
    const [first] = await hoursOf('2026-03-29', 'Asia/Kolkata');
    const at = Date.parse('2026-03-28T18:30:00Z');
    expect(first).toMatchObject({ key: '2026-03-28T18:30:00.000Z' });
    expect(first?.figures.requests).toBe(sumOf((bucket) => bucket.at >= at && bucket.at < at + 4 * quarterMs));
  });
});

describe('who may see what', () => {
  const range = { from: '2026-03-27', to: '2026-03-30' } as const;

  it('shows people their own, whatever else they ask for', async () => {
    const own = sumOf(({ userId, at }) => userId === ada.userId && at < Date.parse('2026-03-31'));
    expect((await ask(ada, range)).total.requests).toBe(own);
    expect((await ask(ada, { ...range, userId: bob.userId })).total.requests).toBe(0);
    const rows = (await ask(ada, { ...range, groupBy: 'person' })).rows;
    expect(rows).toMatchObject([{ key: ada.userId, label: 'Ada' }]);
    await expect(ask(ada, { ...range, scope: 'all' })).rejects.toMatchObject({ payload: { code: 'forbidden' } });
  });

  it('names people, and says what belongs to nobody known', async () => {
    const { rows, total } = await ask(auditor, { ...range, scope: 'all', groupBy: 'person' });
    expect(Object.fromEntries(rows.map(({ key, label }) => [label, key]))).toEqual({
      Ada: ada.userId,
      Bob: bob.userId,
      Unattributed: null,
    });
    expect(rows.reduce((sum, { figures }) => sum + figures.requests, 0)).toBe(total.requests);
  });

  it('goes on naming somebody who was removed', async () => {
    const owner = await test.createUser({ role: 'owner' });
    const before = await ask(owner, { ...range, scope: 'all', groupBy: 'person' });
    await removeUser(test.contextOf(owner), { id: bob.userId });
    const after = await ask(owner, { ...range, scope: 'all', groupBy: 'person' });
    expect(after.rows).toEqual(before.rows);
  });

  it('can be asked of one model, gateway and key', async () => {
    const all = { ...range, scope: 'all' } as const;
    const isIn = ({ at }: Bucket) => at < Date.parse('2026-03-31');
    expect((await ask(auditor, { ...all, model: 'opus' })).total.requests).toBe(
      sumOf((bucket) => isIn(bucket) && bucket.model === 'opus'),
    );
    expect((await ask(auditor, { ...all, gatewayId })).total.requests).toBe(sumOf(isIn));
    expect((await ask(auditor, { ...all, gatewayId: newId() })).total.requests).toBe(0);
    expect((await ask(auditor, { ...all, clientKeyId: newId() })).total.requests).toBe(0);
  });
});

it('shows the largest groups and all others as one', async () => {
  const { db } = test.services;
  await sql`
    insert into usage_days select '2027-01-01', ${gatewayId}::uuid, null, null, null, 'model ' || n, 'claude', n, 0, 0, 0, 0, 0, 0, n, 0, n
    from generate_series(1, 250) n`.execute(db);
  const { rows, total } = await ask(auditor, { from: '2027-01-01', to: '2027-01-01', scope: 'all', groupBy: 'model' });
  expect(rows).toHaveLength(201);
  expect(rows[0]).toMatchObject({ key: 'model 250' });
  const rest = rows.find(({ isRest }) => isRest);
  expect(rest).toMatchObject({ key: null, label: '50 more', figures: { requests: (50 * 51) / 2 } });
  expect(rows.reduce((sum, { figures }) => sum + figures.requests, 0)).toBe(total.requests);
  expect(total).toMatchObject({ requests: (250 * 251) / 2, unpricedRequests: (250 * 251) / 2, costUsd: '0' });
});

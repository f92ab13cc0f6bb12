import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { gapsBefore, type Progress } from './gaps.ts';
import { collectUsage, summariseUsage } from './index.ts';
import { createUsageRig, type UsageGateway, type UsageRig, usageRecord } from './testing/usage-gateway.ts';
import { lookAround } from './upkeep.ts';

let rig: UsageRig;
let owner: UserActor;
beforeAll(async () => {
  rig = await createUsageRig();
  owner = await rig.createUser({ role: 'owner' });
});
afterAll(() => rig.destroy());

const options = { keepDays: 400, mayGoOn: async () => true };
const collect = (gateway: UsageGateway) => collectUsage(rig.services, gateway.id, options);
const today = new Date().toISOString().slice(0, 10);
const summary = (gatewayId: string) =>
  summariseUsage(rig.contextOf(owner), {
    ...{ from: today, to: today, timeZone: 'UTC', scope: 'all', groupBy: 'day', gatewayId },
  });

/** As if the last read had been so long ago. */
const age = (gateway: UsageGateway, seconds: number) =>
  sql`update usage_collectors set read_at = clock_timestamp() - ${seconds} * interval '1 second', complete_at = read_at
    where gateway_id = ${gateway.id}`.execute(rig.services.db);

describe('before a read that arrived', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const progress = (given: Partial<Progress>): Progress => ({
    ...{ now, readAt: ago(3), readingAt: null, isDestructive: true, retentionSeconds: 60, problem: null },
    ...given,
  });
  const unreachable = { code: 'unreachable', message: 'away' } as const;

  it.each([
    ['nothing is missing as long as the gateway kept it', {}, []],
    ['nothing is missing at the end of that', { readAt: ago(60) }, []],
    [
      'what it keeps no longer is missing',
      { readAt: ago(100) },
      [{ reason: 'not-collected', since: ago(100), until: ago(60) }],
    ],
    ['nothing is missing where it keeps it longer', { readAt: ago(100), retentionSeconds: 3600 }, []],
    [
      'everything may be missing if it was away: it may have been down',
      { readAt: ago(20), problem: unreachable },
      [{ reason: 'not-collected', since: ago(20), until: now }],
    ],
    [
      'something may be missing if nobody knows how the last read ended',
      { readingAt: ago(2) },
      [{ reason: 'answer-lost', since: ago(3), until: now }],
    ],
    [
      'nothing is missing where nothing is taken away',
      { isDestructive: false, readAt: ago(9999), readingAt: ago(5) },
      [],
    ],
  ] as const)('%s', (_, given, gaps) => expect(gapsBefore(progress(given))).toEqual(gaps));
});

describe('a summary says', () => {
  it('until when a gateway was read, and that another one never was', async () => {
    const gateway = await rig.addGateway();
    expect(await summary(gateway.id)).toMatchObject({ completeThrough: null, gaps: [] });
    await sql`update gateways set created_at = now() - interval '1 hour' where id = ${gateway.id}`.execute(
      rig.services.db,
    );
    expect((await summary(gateway.id)).gaps).toMatchObject([{ reason: 'not-collected', until: null }]);
    gateway.pages = [JSON.stringify([usageRecord({ id: 'a' })])];
    await collect(gateway);
    const { completeThrough, asOf, total, gaps } = await summary(gateway.id);
    expect(total.requests).toBe(1);
    expect(completeThrough?.getTime()).toBeLessThanOrEqual(asOf.getTime());
    // What was there before anybody read it was forgotten.
    expect(gaps).toMatchObject([{ gatewayId: gateway.id, reason: 'not-collected', until: expect.any(Date) }]);
  });

  it('that nobody reads a gateway, while it lasts and afterwards', async () => {
    const gateway = await rig.addGateway();
    await collect(gateway);
    await age(gateway, 30);
    expect((await summary(gateway.id)).gaps).toEqual([]);
    await age(gateway, 300);
    expect((await summary(gateway.id)).gaps).toMatchObject([{ reason: 'not-collected', until: null }]);
    await collect(gateway);
    const { gaps } = await summary(gateway.id);
    expect(gaps).toMatchObject([{ reason: 'not-collected', until: expect.any(Date) }]);
  });

  it('once that answers were lost, however often one is', async () => {
    const gateway = await rig.addGateway();
    await collect(gateway);
    const problem = { code: 'timeout', message: 'no answer' } as const;
    gateway.failures = [1, 2, 3].map(() => ({ ok: false, problem, mayBeLost: true }));
    for (const _ of [1, 2, 3]) expect((await collect(gateway)).problem).toEqual(problem);
    await collect(gateway);
    expect((await summary(gateway.id)).gaps.map(({ reason }) => reason)).toEqual(['answer-lost']);
  });

  it('nothing of a failure that took nothing away', async () => {
    const gateway = await rig.addGateway();
    await collect(gateway);
    gateway.failures = [{ ok: false, problem: { code: 'server_error', message: 'broken' }, mayBeLost: false }];
    await collect(gateway);
    await collect(gateway);
    expect((await summary(gateway.id)).gaps).toEqual([]);
  });

  it('that it is not complete while a page waits to be counted', async () => {
    const gateway = await rig.addGateway();
    await collect(gateway);
    const { completeThrough } = await summary(gateway.id);
    const hmac = () => {
      throw Object.assign(new Error('The process died.'), { code: '40001', severity: 'ERROR' });
    };
    const record = usageRecord({ id: 'b', clientKey: { key: 'sk-test' } });
    gateway.pages = [JSON.stringify([record])];
    await expect(collectUsage({ ...rig.services, hmac }, gateway.id, options)).rejects.toThrow('died');
    const waiting = await summary(gateway.id);
    expect(waiting.total.requests).toBe(0);
    expect(waiting.completeThrough?.getTime()).toBeLessThanOrEqual(completeThrough?.getTime() ?? 0);
    await collect(gateway);
    expect((await summary(gateway.id)).total.requests).toBe(1);
  });
});

describe('once a minute', () => {
  async function look(gateway: UsageGateway) {
    await sql`update usage_collectors set settings_checked_at = settings_checked_at - interval '2 minutes'
      where gateway_id = ${gateway.id}`.execute(rig.services.db);
    const { begun } = await collect(gateway);
    if (!begun) throw new Error('not read');
    const driver = rig.services.drivers.for({ id: gateway.id, kind: 'cliproxyapi', baseUrl: '', managementKey: '' });
    await lookAround(rig.services, { gatewayId: gateway.id, driver, begun });
  }

  it('it is looked whether the gateway counts, and for how long it keeps what it counts', async () => {
    const gateway = await rig.addGateway();
    await look(gateway);
    gateway.settings['usage-statistics'] = false;
    await look(gateway);
    await look(gateway);
    expect((await summary(gateway.id)).gaps).toMatchObject([{ reason: 'switched-off', until: null }]);
    gateway.settings = { 'usage-statistics': true, 'usage-retention': 3600 };
    await look(gateway);
    expect((await summary(gateway.id)).gaps).toMatchObject([{ reason: 'switched-off', until: expect.any(Date) }]);
    await age(gateway, 300);
    expect((await summary(gateway.id)).gaps).toHaveLength(1);
  });

  it('a restart is a gap: what it had in memory is gone', async () => {
    const gateway = await rig.addGateway();
    await look(gateway);
    const at = new Date(Date.now() - 5000);
    await rig.services.db
      .insertInto('gateway_events')
      .values({ id: newId(), gateway_id: gateway.id, kind: 'restarted', details: JSON.stringify({ at }) })
      .execute();
    await look(gateway);
    await look(gateway);
    expect((await summary(gateway.id)).gaps).toMatchObject([{ reason: 'restarted', until: at }]);
  });
});

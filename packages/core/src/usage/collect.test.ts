import { newId } from '@gatehouse/db/ids';
import type { UsageRecord } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { naturalKeyHmac } from '../gateway-sync/index.ts';
import { databaseText } from '../testing/index.ts';
import { collectUsage, summariseUsage } from './index.ts';
import { createUsageRig, type UsageGateway, type UsageRig, usageRecord } from './testing/usage-gateway.ts';

let rig: UsageRig;
let ada: UserActor;
beforeAll(async () => {
  rig = await createUsageRig();
  ada = await rig.createUser({ name: 'Ada' });
});
afterAll(() => rig.destroy());

const options = { keepDays: 400, mayGoOn: async () => true };
const collect = (gateway: UsageGateway) => collectUsage(rig.services, gateway.id, options);
const page = (...records: (UsageRecord | null)[]) => JSON.stringify(records);

async function addKey(gateway: UsageGateway, key: { key: string } | { hash: string }, revokedAt: Date | null = null) {
  const { db, hmac, sealer } = rig.services;
  const [id, entryId] = [newId(), newId()];
  const naturalKey = 'key' in key ? key.key : key.hash;
  await db
    .insertInto('gateway_entries')
    .values({
      ...{ id: entryId, gateway_id: gateway.id, resource: 'client-keys', desired: 'present' },
      natural_key_hmac: naturalKeyHmac(hmac, 'client-keys', naturalKey),
      spec_sealed: Buffer.from('x'),
    })
    .execute();
  const key_hmac = 'key' in key ? hmac('client-key', key.key) : hmac('client-key-hash', key.hash);
  await db
    .insertInto('client_keys')
    .values({
      ...{ id, gateway_id: gateway.id, entry_id: entryId, user_id: ada.userId, name: 'Laptop', masked: 'sk-…' },
      ...{ key_hmac, revoked_at: revokedAt, key_sealed: revokedAt ? null : sealer.seal('x', 'y') },
    })
    .execute();
  return { id, entryId };
}

const eventsOf = (gateway: UsageGateway) =>
  rig.services.db
    .selectFrom('usage_events')
    .selectAll()
    .where('gateway_id', '=', gateway.id)
    .orderBy('request_id')
    .execute();

async function sumsOf(gateway: UsageGateway) {
  const { db } = rig.services;
  const of = async (table: 'usage_days' | 'usage_quarter_hours') => {
    const { rows } = await sql`
      select sum(requests) as requests, sum(failed_requests) as failed, sum(total_tokens) as tokens,
        trim_scale(sum(cost_usd)) as cost, sum(unpriced_requests) as unpriced
      from ${sql.table(table)} where gateway_id = ${gateway.id}`.execute(db);
    return rows[0];
  };
  const [days, quarters] = [await of('usage_days'), await of('usage_quarter_hours')];
  expect(days).toEqual(quarters);
  return days;
}

describe('collecting', () => {
  it('reads until nothing is left and counts each record once, however often it comes', async () => {
    const gateway = await rig.addGateway();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => usageRecord({ id, requestId: id }));
    if (!a || !b || !c) throw new Error('no records');
    gateway.pages = [page(a, b, a), page(c, b), page({ ...usageRecord({ id: 'd' }), isFailed: true })];
    expect(await collect(gateway)).toMatchObject({ counted: 4, problem: null });
    expect(gateway.reads).toBe(3);
    gateway.pages = [page(b, a)];
    expect(await collect(gateway)).toMatchObject({ counted: 0 });
    expect(await sumsOf(gateway)).toEqual({ requests: '4', failed: '1', tokens: '480', cost: '0', unpriced: '4' });
    expect(await rig.services.db.selectFrom('usage_inbox').selectAll().execute()).toEqual([]);
  });

  it('keeps the same record of two gateways apart', async () => {
    const [one, two] = [await rig.addGateway(), await rig.addGateway()];
    for (const gateway of [one, two]) gateway.pages = [page(usageRecord({ id: 'same' }))];
    expect([(await collect(one)).counted, (await collect(two)).counted]).toEqual([1, 1]);
  });

  it('goes on from the cursor that was written down with the last page', async () => {
    const gateway = await rig.addGateway();
    gateway.pages = [page(usageRecord({ id: 'a' })), page(usageRecord({ id: 'b' }))];
    const { db } = rig.services;
    expect((await collectUsage(rig.services, gateway.id, { ...options, mayGoOn: async () => false })).counted).toBe(1);
    const state = () =>
      db.selectFrom('usage_collectors').selectAll().where('gateway_id', '=', gateway.id).executeTakeFirstOrThrow();
    expect(await state()).toMatchObject({ cursor: '1', complete_at: null, reading_at: null });
    await collect(gateway);
    expect(await state()).toMatchObject({ cursor: '2', complete_at: expect.any(Date), reading_at: null });
    expect(await db.selectFrom('usage_gaps').selectAll().where('gateway_id', '=', gateway.id).execute()).toEqual([]);
  });

  it('takes few statements', async () => {
    const gateway = await rig.addGateway();
    const records = (prefix: string) => Array.from({ length: 500 }, (_, n) => usageRecord({ id: `${prefix}${n}` }));
    gateway.pages = [page(...records('warm'))];
    await collect(gateway);
    gateway.pages = [page(...records('a')), page(...records('b'))];
    const before = rig.statementCount();
    expect(await collect(gateway)).toMatchObject({ counted: 1000 });
    expect(rig.statementCount() - before).toBeLessThanOrEqual(8);
  });
});

describe('whose it was', () => {
  it('is known by the key itself, by its hash, and after it was revoked or has moved', async () => {
    const [gateway, other] = [await rig.addGateway(), await rig.addGateway()];
    const keys = {
      own: await addKey(gateway, { key: 'sk-test-own-canary' }),
      revoked: await addKey(gateway, { key: 'sk-test-revoked-canary' }, new Date()),
      hashed: await addKey(gateway, { hash: 'f00d-canary' }),
      moved: await addKey(other, { hash: 'beef-canary' }),
    };
    const here = await addKey(gateway, { hash: 'moved-canary' });
    const { db } = rig.services;
    await db.deleteFrom('client_keys').where('id', '=', here.id).execute();
    await db
      .updateTable('gateway_entries')
      .set({ moved_to: keys.moved.entryId })
      .where('id', '=', here.entryId)
      .execute();
    const made = (requestId: string, clientKey: UsageRecord['clientKey']) =>
      usageRecord({ id: requestId, requestId, clientKey });
    gateway.pages = [
      page(
        made('1', { key: 'sk-test-own-canary' }),
        made('2', { key: 'sk-test-revoked-canary' }),
        made('3', { hash: 'f00d-canary' }),
        made('4', { hash: 'moved-canary' }),
        made('5', { key: 'sk-test-stranger-canary' }),
        made('6', null),
        // Somebody who presents the hash of a key does not have the key.
        made('7', { key: 'f00d-canary' }),
      ),
    ];
    await collect(gateway);
    expect((await eventsOf(gateway)).map(({ client_key_id }) => client_key_id)).toEqual([
      ...[keys.own.id, keys.revoked.id, keys.hashed.id, keys.moved.id],
      ...[null, null, null],
    ]);
    expect((await eventsOf(gateway)).map(({ user_id }) => user_id === ada.userId)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
    expect(await databaseText(db)).not.toContain('canary');
  });

  it('is of the team that the key is in when it is counted', async () => {
    const gateway = await rig.addGateway();
    const { db } = rig.services;
    const [blue, red] = [newId(), newId()];
    for (const [id, name] of [
      [blue, 'Blue'],
      [red, 'Red'],
    ] as const)
      await db.insertInto('teams').values({ id, name }).execute();
    const clientKey = { key: 'sk-test-team-canary' };
    const { id } = await addKey(gateway, clientKey);
    for (const [n, teamId] of [blue, red, red, null].entries()) {
      await db.updateTable('client_keys').set({ team_id: teamId }).where('id', '=', id).execute();
      gateway.pages = [page(usageRecord({ id: String(n), clientKey }))];
      // Another process, which does not remember the key.
      await collectUsage({ ...rig.services, db: db.withoutPlugins() }, gateway.id, options);
    }
    const owner = rig.contextOf(await rig.createUser({ role: 'owner' }));
    const days = {
      from: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
      to: new Date().toISOString().slice(0, 10),
    };
    const asked = { ...days, timeZone: 'UTC', scope: 'all', groupBy: 'team', gatewayId: gateway.id } as const;
    const { rows } = await summariseUsage(owner, asked);
    expect(rows.map(({ key, label, figures }) => [key, label, figures.requests])).toEqual(
      expect.arrayContaining([
        [red, 'Red', 2],
        [blue, 'Blue', 1],
        [null, 'No team', 1],
      ]),
    );
  });

  it('of a key that becomes known later counts from then on', async () => {
    const gateway = await rig.addGateway();
    const clientKey = { key: 'sk-test-later-canary' };
    gateway.pages = [page(usageRecord({ id: '1', requestId: '1', clientKey }))];
    await collect(gateway);
    const { id } = await addKey(gateway, clientKey);
    gateway.pages = [page(usageRecord({ id: '2', requestId: '2', clientKey }))];
    await collect(gateway);
    expect((await eventsOf(gateway)).map(({ client_key_id }) => client_key_id)).toEqual([null, id]);
  });
});

describe('what it cost', () => {
  it('follows the price of the day; an administrator’s counts more than what is publicly known', async () => {
    const gateway = await rig.addGateway();
    const { db } = rig.services;
    await db.insertInto('models').values({ gateway_id: gateway.id, model_id: 'ours' }).execute();
    const price = { input: '1', output: '2', cacheRead: '0', cacheWrite: '0' };
    const override = { gateway_id: gateway.id, model_id: 'ours', metadata: JSON.stringify({ price }) };
    await db.insertInto('model_overrides').values(override).execute();
    const made = (requestId: string, given: Partial<UsageRecord>) =>
      usageRecord({ id: requestId, requestId, ...given });
    gateway.pages = [
      page(
        made('1', { requestedModel: 'ours', model: 'claude-sonnet-4-5' }),
        made('2', { requestedModel: 'mine', model: 'claude-sonnet-4-5' }),
        made('3', { requestedModel: 'nobody-knows', model: 'nobody-knows' }),
        made('4', { costUsd: '0.25' }),
        made('5', { requestedModel: 'kimi-k2.5:free', model: 'kimi-k2.5:free' }),
      ),
    ];
    await collect(gateway);
    expect((await eventsOf(gateway)).map(({ cost_usd }) => cost_usd)).toEqual([
      // 50 × 1 + 20 × 2; 50 × 3 + 40 × 0.3 + 10 × 3.75 + 20 × 15 millionths
      ...['0.000090000000', '0.000499500000', null, '0.25', null],
    ]);
    expect(await sumsOf(gateway)).toMatchObject({ cost: '0.2505895', unpriced: '2' });
  });
});

describe('what makes no sense', () => {
  const gapsOf = (gateway: UsageGateway) =>
    rig.services.db.selectFrom('usage_gaps').selectAll().where('gateway_id', '=', gateway.id).execute();
  const inboxOf = (gateway: UsageGateway) =>
    rig.services.db.selectFrom('usage_inbox').selectAll().where('gateway_id', '=', gateway.id).execute();

  it('is kept and told, and holds up nothing', async () => {
    const gateway = await rig.addGateway();
    gateway.pages = [
      'no json: sk-test-broken-canary',
      page(usageRecord({ id: 'a' }), null),
      page(usageRecord({ id: 'b' })),
    ];
    expect(await collect(gateway)).toMatchObject({ counted: 2, problem: null });
    expect((await gapsOf(gateway)).map(({ reason }) => reason)).toEqual(['unreadable', 'unreadable']);
    expect(await inboxOf(gateway)).toHaveLength(2);
    expect(await collect(gateway)).toMatchObject({ counted: 0 });
    expect(await gapsOf(gateway)).toHaveLength(2);
    expect(await databaseText(rig.services.db)).not.toContain('canary');
  });

  it('is no time, no number, and nothing of a future that nobody’s clock can show', async () => {
    const gateway = await rig.addGateway();
    const { tokens } = usageRecord({ id: 'x' });
    const tomorrow = new Date(Date.now() + 3 * 86_400_000).toISOString();
    gateway.pages = [
      page(
        usageRecord({ id: '1', occurredAt: tomorrow }),
        usageRecord({ id: '2', occurredAt: 'yesterday' }),
        usageRecord({ id: '3', tokens: { ...tokens, input: -1 } }),
        usageRecord({ id: '4', tokens: { ...tokens, total: 0.5 } }),
        usageRecord({ id: '5', costUsd: 'much' }),
        usageRecord({ id: '6', requestedModel: `a\0${'long '.repeat(2000)}` }),
        usageRecord({ id: '7', occurredAt: '2026-10-31T23:59:59.999999999Z' }),
      ),
    ];
    expect(await collect(gateway)).toMatchObject({ counted: 2 });
    expect(await gapsOf(gateway)).toMatchObject([{ reason: 'unreadable' }]);
  });
});

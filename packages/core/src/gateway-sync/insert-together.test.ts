import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Context } from '../context/index.ts';
import { isOutage } from '../errors/index.ts';
import { contributeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';

// Who contributes while others do goes with them in one statement. For each it is as if they were alone.

let rig: TestGateway;
let people: Context[];
beforeEach(async () => {
  rig = await createTestGateway();
  people = [];
  for (let count = 0; count < 12; count += 1) people.push(rig.contextOf(await rig.createUser()));
});
afterEach(async () => {
  await rig.destroy();
});

const limited = (ctx: Context, providerKeysPerUser: number): Context => ({
  ...ctx,
  limits: { ...ctx.limits, providerKeysPerUser },
});
const contribute = (ctx: Context, key: string, name = key) =>
  contributeProviderKey(ctx, { provider: 'claude', name, apiKey: `sk-test-${key}`, waitMs: 0 });
const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'fulfilled' ? 'accepted' : result.reason.payload?.code;
const all = (work: readonly Promise<unknown>[]) => Promise.allSettled(work);

const kept = async () => {
  const { rows } = await sql<{ name: string; owner: string; entries: number; audits: number }>`
    select k.name, k.user_id as owner,
      (select count(*)::int from gateway_entries e where e.id = k.entry_id and e.owner_user_id = k.user_id) as entries,
      (select count(*)::int from audit_entries a where a.resource_id = k.id and a.actor_user_id = k.user_id) as audits
    from provider_keys k order by k.name`.execute(rig.services.db);
  return rows;
};
const userOf = ({ actor }: Context) => (actor.type === 'user' ? actor.userId : '');

it('takes many people in a few statements, each with what is theirs', async () => {
  await contribute(rig.asOwner, 'warm');
  const before = rig.statementCount();
  const results = await Promise.all(people.map((ctx, index) => contribute(ctx, `key-${index}`)));
  expect(rig.statementCount() - before).toBeLessThan(people.length);
  const rows = (await kept()).filter(({ name }) => name !== 'warm');
  expect(rows).toHaveLength(people.length);
  for (const [index, ctx] of people.entries()) {
    const own = { name: `key-${index}`, owner: userOf(ctx), entries: 1, audits: 1 };
    expect(rows).toContainEqual(own);
    expect(results[index]).toMatchObject({ name: own.name, owner: { id: own.owner } });
  }
  await rig.converge();
  expect(rig.double.entries('claude-api-key')).toHaveLength(people.length + 1);
});

it('keeps the limit of each person exact', async () => {
  const crowd = people.flatMap((ctx, person) =>
    Array.from({ length: 4 }, (_, index) => contribute(limited(ctx, 2), `${person}-${index}`)),
  );
  const codes = (await all(crowd)).map(codeOf);
  expect(codes.filter((code) => code === 'accepted')).toHaveLength(2 * people.length);
  expect(codes.filter((code) => code === 'provider_key_limit')).toHaveLength(2 * people.length);
  expect(await kept()).toHaveLength(2 * people.length);
});

it('gives a key that several bring to one of them, and answers the same person with the first', async () => {
  const [same, first] = [people[0] ?? rig.asOwner, people[1] ?? rig.asOwner];
  const results = await all([
    contribute(first, 'other'),
    ...people.map((ctx) => contribute(ctx, 'shared')),
    contribute(same, 'twice'),
    contribute(same, 'twice'),
  ]);
  const codes = results.slice(1, 1 + people.length).map(codeOf);
  expect(codes.sort()).toEqual(['accepted', ...people.slice(1).map(() => 'provider_key_taken')]);
  const twice = results.slice(-2).map((result) => (result.status === 'fulfilled' ? result.value : null));
  expect(twice[0]).toMatchObject({ name: 'twice' });
  expect(twice[1]).toMatchObject({ id: (twice[0] as { id: string }).id });
});

it('wants again what was removed before, beside what is new', async () => {
  const [ctx = rig.asOwner, ...others] = people;
  await contribute(ctx, 'back');
  await sql`update gateway_entries set desired = 'absent'`.execute(rig.services.db);
  await sql`update provider_keys set removed_at = now()`.execute(rig.services.db);
  await all([...others.map((other, index) => contribute(other, `new-${index}`)), contribute(ctx, 'back')]);
  const { rows } = await sql`select generation, desired from gateway_entries order by generation desc limit 1`.execute(
    rig.services.db,
  );
  expect(rows).toEqual([{ generation: 2, desired: 'present' }]);
  expect((await kept()).filter(({ name }) => name === 'back')).toHaveLength(2);
});

it('refuses only whom the database refuses', async () => {
  const { db } = rig.services;
  await sql`alter table provider_keys add constraint no_bad_name check (name <> 'bad')`.execute(db);
  const shutOut = people[3] ?? rig.asOwner;
  await db.updateTable('users').set({ is_active: false }).where('id', '=', userOf(shutOut)).execute();
  const results = await all(people.map((ctx, index) => contribute(ctx, `key-${index}`, index === 7 ? 'bad' : 'good')));
  for (const [index, result] of results.entries()) {
    if (index === 3) expect(codeOf(result)).toBe('unauthenticated');
    else if (index === 7) expect(result).toMatchObject({ reason: { constraint: 'no_bad_name' } });
    else expect(result.status).toBe('fulfilled');
  }
  expect(await kept()).toHaveLength(people.length - 2);
});

it('goes on without those who have to wait, and tells all of a statement whose connection is lost', async () => {
  const { db } = rig.services;
  const [one = rig.asOwner, two = rig.asOwner, three = rig.asOwner, ...others] = people;
  const waiting = async (count: number) => {
    const { rows } = await sql<{ pid: number; query: string }>`
      select pid, query from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%count_owned%'`.execute(db);
    expect(rows).toHaveLength(count);
    return rows;
  };
  const untilWaiting = (count: number) => vi.waitFor(() => waiting(count), { timeout: 5000 });
  let alone: ReturnType<typeof all> = all([]);
  await db.transaction().execute(async (tx) => {
    for (const ctx of [one, two, three]) await sql`select count_owned('provider_keys', ${userOf(ctx)})`.execute(tx);
    alone = all([contribute(one, 'one'), contribute(two, 'two')]);
    await untilWaiting(2);
    const together = all([three, ...others].map((ctx, index) => contribute(ctx, `lost-${index}`)));
    const { pid } = (await untilWaiting(3)).find(({ query }) => query.includes('recordset')) ?? { pid: 0 };
    await sql`select pg_terminate_backend(${pid})`.execute(db);
    for (const result of await together) expect(result.status === 'rejected' && isOutage(result.reason)).toBe(true);
    await untilWaiting(2);
    const next = await all(others.map((ctx, index) => contribute(ctx, `next-${index}`)));
    expect(next.map(codeOf)).toEqual(others.map(() => 'accepted'));
  });
  expect((await alone).map(codeOf)).toEqual(['accepted', 'accepted']);
  expect((await kept()).map(({ name }) => name)).toEqual([...others.map((_, index) => `next-${index}`), 'one', 'two']);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUsageCollector } from './index.ts';
import { createUsageRig, type UsageRig, usageRecord } from './testing/usage-gateway.ts';

let rig: UsageRig;
beforeAll(async () => {
  rig = await createUsageRig();
});
afterAll(() => rig.destroy());

const page = (id: string) => JSON.stringify([usageRecord({ id })]);

async function requests(gatewayId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(requests), 0)::bigint as count from usage_days where gateway_id = ${gatewayId}`.execute(
    rig.services.db,
  );
  return rows[0]?.count ?? 0;
}

it('reads every gateway again and again, in one process at a time, and lets go when it ends', async () => {
  const [one, two] = [await rig.addGateway(), await rig.addGateway()];
  two.failures = [{ ok: false, problem: { code: 'unreachable', message: 'away' }, mayBeLost: false }];
  one.pages = [page('a')];
  two.pages = [page('a')];
  const others = await rig.anotherProcess();
  const collectors = [rig.services, others].map((services) => createUsageCollector(services, { keepDays: 400 }));
  for (const collector of collectors) collector.start();
  await expect.poll(() => requests(one.id), { timeout: 20_000 }).toBe(1);
  one.pages = [page('b')];
  await expect.poll(() => requests(one.id), { timeout: 20_000 }).toBe(2);
  await expect.poll(() => requests(two.id), { timeout: 20_000 }).toBe(1);
  const { rows: leases } = await sql<{ holder: string }>`
    select holder from leases where name like 'usage:%' and expires_at > clock_timestamp()`.execute(rig.services.db);
  expect(leases).toHaveLength(2);
  await Promise.all(collectors.map((collector) => collector.stop()));
  const { rows: left } = await sql`
    select 1 from leases where name like 'usage:%' and expires_at > clock_timestamp()`.execute(rig.services.db);
  expect(left).toEqual([]);
  const said = rig.logged.filter(({ facts }) => facts.gatewayId === two.id && facts.problem === 'unreachable');
  expect(said).toHaveLength(1);
});

it('counts pages that an older version could not read, and closes their gap', async () => {
  const gateway = await rig.addGateway();
  gateway.pages = ['nonsense'];
  const first = createUsageCollector(rig.services, { keepDays: 400 });
  first.start();
  const gaps = () =>
    rig.services.db.selectFrom('usage_gaps').select('id').where('gateway_id', '=', gateway.id).execute();
  await expect.poll(gaps, { timeout: 20_000 }).toHaveLength(1);
  await first.stop();
  gateway.understands = (raw) => (raw === 'nonsense' ? page('c') : raw);
  const second = createUsageCollector(rig.services, { keepDays: 400 });
  second.start();
  await expect.poll(() => requests(gateway.id), { timeout: 20_000 }).toBe(1);
  await expect.poll(gaps, { timeout: 20_000 }).toEqual([]);
  await second.stop();
});

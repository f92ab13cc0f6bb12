import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Services } from '../context/index.ts';
import { probeGateway, syncGateway, updateGateway } from '../gateways/index.ts';
import { createTestDrivers, createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { authenticate, converge, removeEndedAuthentications } from './index.ts';

let rig: TestGateway;
beforeEach(async () => {
  rig = await createTestGateway();
  await rig.settle();
});
afterEach(() => rig.destroy());

const refusals = () => rig.double.requests().filter(({ status }) => status === 401).length;
/** What every person and process can do with a key that is wrong. */
const anotherProcess = async (): Promise<Services> => ({
  ...(await rig.anotherProcess()),
  drivers: createTestDrivers(),
});

describe('wrong management keys', () => {
  it('are tried three times in 30 minutes, whoever asks, however often and in how many processes at once', async () => {
    rig.double.rotateManagementKey('mgmt-test-rotated');
    const others = [await anotherProcess(), await anotherProcess(), await anotherProcess()];
    const typed = { kind: 'cliproxyapi' as const, baseUrl: rig.double.url, managementKey: 'mgmt-test-typed' };
    for (let round = 0; round < 3; round += 1)
      await Promise.all([
        rig.converge(),
        ...others.map((other) => converge(other, rig.gateway.id)),
        ...others.map((other) => syncGateway({ ...rig.asOwner, ...other }, { id: rig.gateway.id })),
        ...others.map((other) => probeGateway({ ...rig.asOwner, ...other }, typed)),
        updateGateway(rig.asOwner, { id: rig.gateway.id, managementKey: 'mgmt-test-other' }).catch(() => null),
      ]);
    expect(refusals()).toBe(3);
    expect(rig.double.state().bans.filter(({ isBanned }) => isBanned)).toEqual([]);
    expect(await probeGateway(rig.asOwner, typed)).toMatchObject({
      ok: false,
      problem: { code: 'circuit_open', retryAfterSeconds: expect.any(Number) },
    });
    expect(refusals()).toBe(3);
  });

  it('lock nothing where somebody corrected the key, or asked again, while a run found the old one refused', async () => {
    const refuse = (meanwhile: () => Promise<unknown>) => {
      const path = '/v0/management/api-keys';
      rig.double.faults.add({ fault: { kind: 'meanwhile', run: async () => void (await meanwhile()) }, path });
      rig.double.faults.add({ fault: { kind: 'unauthorized' }, path });
    };
    const { id } = rig.gateway;
    const { managementKey } = rig.double;
    refuse(() => updateGateway(rig.asOwner, { id, managementKey }));
    expect(await rig.converge()).toMatchObject({ outcome: 'failed', problem: { code: 'unauthorized' } });
    expect(await rig.converge()).toMatchObject({ outcome: 'converged' });

    rig.double.rotateManagementKey('mgmt-test-rotated');
    refuse(() => updateGateway(rig.asOwner, { id, managementKey: 'mgmt-test-rotated' }));
    await rig.converge();
    expect(await rig.converge()).toMatchObject({ outcome: 'converged' });

    refuse(async () => {});
    expect(await rig.converge()).toMatchObject({ outcome: 'failed' });
    expect(await rig.converge()).toMatchObject({ outcome: 'locked-out' });
  });

  it('are forgotten one by one when their time is over', async () => {
    rig.double.rotateManagementKey('mgmt-test-rotated');
    for (let round = 0; round < 5; round += 1) await syncGateway(rig.asOwner, { id: rig.gateway.id });
    expect(refusals()).toBe(3);
    await expire();
    await updateGateway(rig.asOwner, { id: rig.gateway.id, managementKey: 'mgmt-test-rotated' });
    await rig.settle();
    expect(refusals()).toBe(3);
    expect(await removeEndedAuthentications(rig.services.db)).toBe(1);
  });
});

const expire = () =>
  rig.services.db.updateTable('gateway_authentications').set({ counted_until: [], unended_until: [] }).execute();

describe('authenticate', () => {
  const gateway = () => ({ baseUrl: rig.double.url, isProven: true });

  it('counts a refusal that came after its place had run out and was forgotten', async () => {
    const refused = { code: 'unauthorized', message: 'x' } as const;
    const slow = authenticate(
      rig.services,
      gateway(),
      async () => {
        await expire();
        expect(await removeEndedAuthentications(rig.services.db)).toBe(1);
      },
      () => refused,
    );
    await slow;
    const { counted_until } = await rig.services.db
      .selectFrom('gateway_authentications')
      .select('counted_until')
      .executeTakeFirstOrThrow();
    expect(counted_until).toHaveLength(1);
  });

  it('gives its place back once the database answers again', async () => {
    const { db } = rig.services;
    const rename = (from: string, to: string) =>
      sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(db);
    const answer = await authenticate(
      rig.services,
      gateway(),
      () => rename('gateway_authentications', 'away'),
      () => null,
    );
    expect(answer.ok).toBe(true);
    await rename('away', 'gateway_authentications');
    const places = async () =>
      (await db.selectFrom('gateway_authentications').select('counted_until').execute()).flatMap(
        (row) => row.counted_until,
      );
    await expect.poll(places, { timeout: 5000 }).toEqual([]);
  });

  it('counts a try that never ended no longer because of another one that failed', async () => {
    const { db } = rig.services;
    const never = () => new Promise<void>(() => {});
    const longest = async () =>
      (await db.selectFrom('gateway_authentications').select('counted_until').executeTakeFirstOrThrow()).counted_until;
    const begin = (isProven: boolean) => authenticate(rig.services, { ...gateway(), isProven }, never, () => null);
    void begin(false);
    await expect.poll(longest).toHaveLength(1);
    void begin(true);
    await expect.poll(longest).toHaveLength(2);
    const [failed, proven] = (await longest()).map((at) => at.getTime() - Date.now());
    expect(failed).toBeGreaterThan(29 * 60_000);
    expect(proven).toBeLessThanOrEqual(10_000);
  });

  it('counts what died on the way as what may have failed, until the gateway takes a key again', async () => {
    const { db } = rig.services;
    const die = async () => {
      void authenticate(
        rig.services,
        gateway(),
        () => new Promise<void>(() => {}),
        () => null,
      );
      const begun = async () => {
        const { rows } = await sql`
          select from gateway_authentications, unnest(counted_until) t where t > clock_timestamp()`.execute(db);
        return rows;
      };
      await expect.poll(begun).toHaveLength(1);
      const back = sql`interval '11 seconds'`;
      await sql`update gateway_authentications set
        counted_until = array(select t - ${back} from unnest(counted_until) t),
        unended_until = array(select t - ${back} from unnest(unended_until) t)`.execute(db);
    };
    const attempt = (problem: { code: 'unauthorized' | 'unreachable'; message: string } | null) =>
      authenticate(
        rig.services,
        gateway(),
        async () => true,
        () => problem,
      );
    for (let death = 0; death < 3; death += 1) await die();
    // Not answered says nothing of the key.
    expect(await attempt({ code: 'unreachable', message: 'x' })).toMatchObject({ ok: true });
    expect(await attempt(null)).toMatchObject({ ok: true });
    for (let death = 0; death < 3; death += 1) await die();
    expect(await attempt({ code: 'unauthorized', message: 'x' })).toMatchObject({ ok: true });
    expect(await attempt(null)).toMatchObject({ ok: false, problem: { code: 'circuit_open' } });

    await expire();
    for (let death = 0; death < 4; death += 1) await die();
    expect(await attempt(null)).toMatchObject({ ok: false, problem: { code: 'circuit_open' } });
  });

  it('holds no place for what went well, also when it throws', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect(
        await authenticate(
          rig.services,
          gateway(),
          async () => round,
          () => null,
        ),
      ).toEqual({ ok: true, result: round });
      const fails = () =>
        authenticate(
          rig.services,
          gateway(),
          () => Promise.reject(new Error('bug')),
          () => null,
        );
      await expect(fails()).rejects.toThrow('bug');
    }
  });

  it('lets no more at the same time than may fail', async () => {
    let inFlight = 0;
    let most = 0;
    const work = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inFlight -= 1;
    };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => authenticate(rig.services, gateway(), work, () => null)),
    );
    expect(most).toBeLessThanOrEqual(3);
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(3);
  });
});

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLog } from './audit-log.ts';
import { builtServer } from './built-server.ts';
import { disagreements, expectedSizes, type Lists, listAll, sizesAt } from './comparison.ts';
import { findCorruption, findHalves, readEveryTable } from './database-check.ts';
import { createInstallation, type Installation } from './installation.ts';
import { createLedger, untilMore } from './ledger.ts';
import { gather, type People } from './people.ts';
import { untilQuiet } from './quiet.ts';
import { createRandom } from './random.ts';
import { killOnce, type Met, troubles } from './storm.ts';
import { strangers, strangersAt } from './strangers.ts';
import { startWork } from './work.ts';

// The same seed makes the same plan; what the processes make of it is theirs.
const givenSeed = process.env.GATEHOUSE_CRASH_SEED;
const seed = givenSeed === undefined ? randomBytes(4).readUInt32BE() : Number(givenSeed);

describe(`kill -9 of the server in the middle of the main job (GATEHOUSE_CRASH_SEED=${seed})`, () => {
  const random = createRandom(seed);
  const ledger = createLedger();
  let installation: Installation;
  let double: Double;
  let people: People;
  let before: ReturnType<typeof strangersAt>;
  let lists: Lists;
  const met: Met[] = [];

  beforeAll(async () => {
    double = await startCliproxyapiDouble(strangers);
    before = strangersAt(double);
    installation = await createInstallation(await builtServer());
    installation.launch();
    await installation.untilUp();
    const facts = await run().catch((error: unknown) => {
      console.error(installation.output().slice(-8000));
      throw error;
    });
    lists = await listAll(people.owner);
    if (givenSeed !== undefined) console.log(JSON.stringify({ seed, kills: met.length, ...ledger.counts, ...facts }));
  }, 170_000);

  afterAll(async () => {
    await installation?.destroy();
    await double?.stop();
  }, 60_000);

  /** Ten kills: two while people gather, eight while they work; once in between and at the end everything calms down. */
  async function run() {
    const kill = async (how: Parameters<typeof killOnce>[1]) => {
      met.push(await killOnce({ installation, double, random, busy: () => untilMore(ledger) }, how));
    };
    const gathering = gather(installation, double, ledger);
    // Thrown where it is waited for.
    gathering.catch(() => {});
    await kill({ trouble: 'nothing' });
    await kill({ trouble: 'nothing' });
    people = await gathering;
    const plan = random.shuffled(troubles);
    const convergedAfterMs: number[] = [];
    for (const half of [plan.slice(0, 4), plan.slice(4)]) {
      const work = startWork(people.members, ledger, random.fork());
      for (const trouble of half) await kill({ trouble, isPatient: met.length === 9 });
      await sleep(200);
      await work.stop();
      convergedAfterMs.push(await untilQuiet(people.owner));
    }
    return {
      plan,
      convergedAfterMs,
      writes: double.writes().length,
      killsInSync: met.filter(({ wasSyncing }) => wasSyncing).length,
      faultHits: met.reduce((sum, { faultHits }) => sum + faultHits, 0),
    };
  }

  it('was killed ten times, and much was asked and answered in between', () => {
    expect(met).toHaveLength(10);
    expect(ledger.counts.acknowledged).toBeGreaterThan(30);
    expect(ledger.counts.unknown).toBeGreaterThan(0);
    expect(ledger.surprises).toEqual([]);
  });

  it('everything acknowledged is as promised, and the API and the gateway agree about the rest', () => {
    expect(disagreements(ledger, lists, double)).toEqual([]);
  });

  it('the gateway holds nothing twice and nothing else, and what others had put there is untouched', () => {
    expect(sizesAt(double)).toEqual(expectedSizes(ledger, lists));
    expect(strangersAt(double)).toEqual(before);
  });

  it('the data plane admits exactly the client keys in force, and was never open', async () => {
    const statusFor = async (key: string) =>
      (await fetch(`${double.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
    const inForce = ledger.items.filter(({ kind, presence }) => kind === 'client-key' && presence === 'present');
    const keys = [...strangers.apiKeys, ...inForce.map(({ secret }) => secret ?? '')];
    expect(await Promise.all(keys.map(statusFor))).toEqual(keys.map(() => 200));
    const revoked = [...ledger.revokedKeys, 'sk-test-never-created'];
    expect(await Promise.all(revoked.map(statusFor))).toEqual(revoked.map(() => 401));
    expect(double.liveClientKeys().sort()).toEqual(double.clientKeys().sort());
    expect(double.everOpen).toBe(false);
  });

  it('wrote to the gateway, and never twice at once', () => {
    expect(double.state().maxWritesInFlight).toBe(1);
  });

  it('the audit log knows each acknowledged change once', async () => {
    const entries = await auditLog(people.owner);
    for (const [action, ids] of ledger.acknowledged) {
      const logged = entries.filter((entry) => entry.action === action).map(({ resourceId }) => resourceId);
      const wrong = [...ids].filter((id) => logged.filter((other) => other === id).length !== 1);
      expect({ action, wrong }).toEqual({ action, wrong: [] });
    }
    expect(entries.filter(({ action }) => action === 'installation.claimed')).toHaveLength(1);
    expect(entries.filter(({ action }) => action === 'gateway.created')).toHaveLength(1);
  });

  it('people and their access tokens are there once', async () => {
    const users = await people.owner.users.list.query();
    expect(users.map(({ email }) => email).sort()).toEqual([...people.emails].sort());
    const names = await Promise.all(people.members.map(({ client }) => client.auth.whoAmI.query()));
    expect(names.map((who) => who.type === 'user' && who.name)).toEqual(people.members.map(({ name }) => name));
  });

  it('the database is in order, and holds no half of a transaction', async () => {
    expect(await readEveryTable(installation.sql)).toBeGreaterThan(ledger.counts.acknowledged);
    expect(await findCorruption(installation.sql)).toEqual([]);
    expect(await findHalves(installation.sql)).toEqual([]);
  });

  it('no secret was printed', () => {
    const printed = installation.output();
    const secrets = [double.managementKey, ...ledger.items.map(({ secret }) => secret).filter((text) => text !== null)];
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
  });

  it('ends well when it is asked to, and its database with it', async () => {
    expect(await installation.stop()).toBe(0);
    expect(await installation.isDatabaseRunning()).toBe(false);
  });
});

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Context, Services } from '../context/index.ts';
import { listGatewayEvents, updateGateway } from '../gateways/index.ts';
import { listModels } from '../models/index.ts';
import {
  contributeProviderKey,
  listProviderKeys,
  removeProviderKey,
  updateProviderKey,
} from '../provider-keys/index.ts';
import { createTestDrivers, createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { recall, remember } from './entry-memory.ts';
import { connectionOf, converge, createSyncWorker, type SyncServices } from './index.ts';
import { asWriter } from './lease.ts';
import { selectEntries } from './repository.ts';

// Between looks at everything a run looks only at what is due, and relies on what the run before it knew.

let rig: TestGateway;
let ctx: Context;
const id = () => rig.gateway.id;

beforeEach(async () => {
  rig = await createTestGateway({ lists: { 'claude-api-key': [{ 'api-key': 'sk-test-stranger' }] } });
  const person = rig.contextOf(await rig.createUser());
  ctx = { ...person, limits: { ...person.limits, providerKeysPerUser: 100 } };
  for (const key of ['one', 'two']) await contribute(key);
  await contribute('gemini', 'gemini');
  await rig.settle();
  await rig.converge();
});
afterEach(async () => {
  vi.useRealTimers();
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const contribute = (key: string, provider: 'claude' | 'gemini' = 'claude', as = ctx) =>
  contributeProviderKey(as, { provider, name: key, apiKey: `sk-test-${key}`, waitMs: 0 });
const runDue = (services: SyncServices = rig.services) => converge(services, id(), { scope: 'due' });
const claudeKeys = () => rig.double.entries('claude-api-key').map((entry) => entry['api-key']);
const states = async () =>
  Object.fromEntries((await listProviderKeys(ctx, { scope: 'own' })).map(({ name, state }) => [name, state.status]));
const root = '/v0/management/';
const lists = () =>
  new Set(
    rig.double
      .requests()
      .filter(({ path }) => path.startsWith(root))
      .map(({ path }) => path.slice(root.length)),
  );
/** The same database, another memory. */
const anotherProcess = async (): Promise<Services> => ({
  ...(await rig.anotherProcess()),
  drivers: createTestDrivers(),
});

it('asks the gateway nothing where nothing is due, and only for the one list where something is', async () => {
  rig.double.clearJournal();
  expect(await runDue()).toEqual({ outcome: 'converged', writes: 0, hasChanged: false });
  expect(rig.double.requests()).toEqual([]);
  await contribute('three');
  expect(await runDue()).toEqual({ outcome: 'converged', writes: 1, hasChanged: true });
  expect([...lists()]).toEqual(['claude-api-key']);
  expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-one', 'sk-test-two', 'sk-test-three']);
  expect(await states()).toMatchObject({ one: 'applied', two: 'applied', three: 'applied', gemini: 'applied' });
});

it('reads from the database no more than what is due, however long the list is', async () => {
  const count = async (work: () => Promise<unknown>) => {
    const before = rig.statementCount();
    await work();
    return rig.statementCount() - before;
  };
  await contribute('three');
  const few = await count(() => runDue());
  for (let index = 0; index < 40; index += 1) await contribute(`more-${index}`);
  await runDue();
  await contribute('between');
  await runDue();
  const read = vi.spyOn(rig.services.sealer, 'open');
  await contribute('four');
  expect(await count(() => runDue())).toBe(few);
  expect(read.mock.calls.length).toBeLessThan(10);
});

it('does not judge what it did not look at', async () => {
  const own = await listProviderKeys(ctx, { scope: 'own' });
  await removeProviderKey(ctx, { id: own.find(({ name }) => name === 'gemini')?.id ?? '', waitMs: 0 });
  // The removal has to wait; the other list is due.
  await sql`update gateway_entries set next_attempt_at = now() + interval '1 hour' where status = 'pending'`.execute(
    rig.services.db,
  );
  await contribute('three');
  await runDue();
  expect(claudeKeys()).toContain('sk-test-three');
  expect(await states()).toMatchObject({ three: 'applied', gemini: 'pending' });
  expect(rig.double.entries('gemini-api-key')).toHaveLength(1);
  await rig.converge();
  expect(rig.double.entries('gemini-api-key')).toHaveLength(0);
});

it('repairs what others changed in a list that it looks at anyway', async () => {
  rig.double.editAsForeigner((config) => {
    config.lists['claude-api-key'] = [{ 'api-key': 'sk-test-stranger' }, { 'api-key': 'sk-test-two' }] as never;
  });
  await contribute('three');
  await runDue();
  expect(claudeKeys().sort()).toEqual(['sk-test-one', 'sk-test-stranger', 'sk-test-three', 'sk-test-two']);
  const events = await listGatewayEvents(rig.asOwner, { id: id(), limit: 10 });
  expect(events).toMatchObject([{ kind: 'missing', action: 'repaired' }]);
});

it('two processes that take turns see what the other has done', async () => {
  const other = await anotherProcess();
  await converge(other, id());
  for (let round = 0; round < 4; round += 1) {
    const [now, next] = round % 2 === 0 ? [rig.services, other] : [other, rig.services];
    await contribute(`round-${round}`);
    await runDue(now);
    const added = (await listProviderKeys(ctx, { scope: 'own' })).find(({ name }) => name === `round-${round}`);
    await updateProviderKey(ctx, { id: added?.id ?? '', version: added?.version ?? 0, priority: round + 1, waitMs: 0 });
    await runDue(next);
    await removeProviderKey(ctx, { id: added?.id ?? '', waitMs: 0 });
    rig.double.clearJournal();
    await runDue(now);
    expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-one', 'sk-test-two']);
    expect(rig.double.writes()).toHaveLength(1);
    expect(await runDue(next)).toMatchObject({ writes: 0 });
  }
});

it('sees an edit by another process, with what was confirmed before it as the base', async () => {
  const other = { ...ctx, ...(await anotherProcess()) };
  const [one] = (await listProviderKeys(ctx, { scope: 'own' })).filter(({ name }) => name === 'one');
  const edit = async (version: number, prefix: string | null) =>
    updateProviderKey(other, { id: one?.id ?? '', version, prefix, waitMs: 0 });
  await edit(one?.version ?? 0, 'mine');
  await runDue();
  const entry = () => rig.double.entries('claude-api-key').find((item) => item['api-key'] === 'sk-test-one');
  expect(entry()).toMatchObject({ prefix: 'mine' });
  const [edited] = (await listProviderKeys(ctx, { scope: 'own' })).filter(({ name }) => name === 'one');
  await edit(edited?.version ?? 0, null);
  await runDue();
  expect(entry()?.prefix ?? '').toBe('');
  expect(await states()).toMatchObject({ one: 'applied' });
});

it('a database that was put back to an older state is read anew', async () => {
  const { db } = rig.services;
  await sql`create table kept_entries as select * from gateway_entries`.execute(db);
  await sql`create table kept_leases as select * from leases`.execute(db);
  const own = await listProviderKeys(ctx, { scope: 'own' });
  await removeProviderKey(ctx, { id: own.find(({ name }) => name === 'one')?.id ?? '', waitMs: 0 });
  await contribute('later');
  await runDue();
  expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-two', 'sk-test-later']);
  await sql`delete from gateway_entries`.execute(db);
  await sql`delete from leases`.execute(db);
  await sql`insert into gateway_entries select * from kept_entries`.execute(db);
  await sql`insert into leases select * from kept_leases`.execute(db);
  // The key is wanted again by the older state, and what came later is of nobody.
  await contribute('after');
  await runDue();
  expect(claudeKeys().sort()).toEqual(
    ['sk-test-stranger', 'sk-test-two', 'sk-test-later', 'sk-test-one', 'sk-test-after'].sort(),
  );
});

it('what a run leaves in memory is what the database has', async () => {
  const { services } = rig;
  const own = await listProviderKeys(ctx, { scope: 'own' });
  const remembered = () =>
    asWriter(services, id(), async (writer) => {
      const driver = services.drivers.for(await connectionOf(services, id()));
      const rows = recall(driver, writer);
      remember(driver, writer, rows);
      return rows.get('provider-keys');
    });
  const work = [
    () => contribute('three'),
    () => removeProviderKey(ctx, { id: own.find(({ name }) => name === 'one')?.id ?? '', waitMs: 0 }),
    async () => rig.double.faults.add({ fault: { kind: 'status', status: 500 }, method: 'PUT', count: 1 }),
    () => contribute('four'),
    () => sql`update gateway_entries set next_attempt_at = now()`.execute(services.db),
  ];
  for (const step of work) {
    await step();
    expect(await runDue()).toMatchObject({ outcome: 'converged' });
    const known = await remembered();
    const stored = await selectEntries(services.db, id(), 'provider-keys');
    expect(known?.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    for (const [index, row] of stored.entries()) expect(known?.[index]).toMatchObject(row);
  }
  expect(claudeKeys()).toEqual(['sk-test-stranger', 'sk-test-two', 'sk-test-three', 'sk-test-four']);
});

it('looks at everything again after a failure, by other rules, and after a minute', async () => {
  const all = ['api-keys', 'gemini-api-key', 'claude-api-key', 'openai-compatibility'];
  const looksAtAll = async () => {
    rig.double.clearJournal();
    await runDue();
    return all.every((list) => lists().has(list));
  };
  expect(await looksAtAll()).toBe(false);
  await contribute('three');
  rig.double.faults.add({ fault: { kind: 'status', status: 500 }, method: 'GET', path: '*/claude-api-key' });
  expect(await runDue()).toMatchObject({ outcome: 'failed' });
  expect(await looksAtAll()).toBe(true);
  await rig.settle();
  expect(await looksAtAll()).toBe(false);
  await updateGateway(rig.asOwner, { id: id(), policy: 'report' });
  expect(await looksAtAll()).toBe(true);
  expect(await looksAtAll()).toBe(false);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  expect(await looksAtAll()).toBe(true);
});

it('a worker that is woken writes one list, and its models follow', async () => {
  const worker = createSyncWorker(rig.services);
  worker.start();
  try {
    await vi.waitFor(() => expect(rig.double.requests().length).toBeGreaterThan(8), 5000);
    rig.double.clearJournal();
    const as = { ...ctx, wakeSync: worker.wake };
    const spec = { provider: 'claude', name: 'mapped', apiKey: 'sk-test-mapped', waitMs: 9000 } as const;
    const models = [{ name: 'claude-opus-4-1', alias: 'a-name-of-ours' }];
    expect((await contributeProviderKey(as, { ...spec, models })).state.status).toBe('applied');
    expect(rig.double.writes()).toHaveLength(1);
    await vi.waitFor(async () => {
      rig.services.cache.clear();
      expect((await listModels(ctx, {})).models.map((model) => model.id)).toContain('a-name-of-ours');
    }, 9000);
  } finally {
    await worker.stop();
  }
});

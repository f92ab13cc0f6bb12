import { contributeProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { rebuildGateway } from '../gateways/index.ts';
import { contributeProviderKey, listProviderKeys, removeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { listUnmanagedEntries } from '../unmanaged/index.ts';

// Windows that come from our own side: a database that goes away, jumps back, or takes only half of what belongs together.

let rig: TestGateway;
let member: UserActor;
let ctx: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  member = await rig.createUser();
  ctx = rig.contextOf(member);
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const claudeKey = (apiKey = 'sk-test-claude-0001') =>
  ({ provider: 'claude', name: 'Mine', apiKey, waitMs: 0 }) as const;
const claudeKeys = () => rig.double.entries('claude-api-key').map((entry) => entry['api-key']);
const ownKeys = () => listProviderKeys(ctx, { scope: 'own' });

describe('failure windows of the database', () => {
  it('F4: what the gateway did cannot be written down, neither as done nor as undone', async () => {
    await contributeProviderKey(ctx, claudeKey());
    // The process loses its hold while the gateway works: nothing of what it finds out may be recorded.
    const run = async () => {
      await sql`delete from leases`.execute(rig.services.db);
    };
    rig.double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'PUT', path: '*/claude-api-key' });
    await rig.converge();
    expect(claudeKeys()).toEqual(['sk-test-claude-0001']);
    expect(await ownKeys()).toMatchObject([{ state: { status: 'pending' } }]);
    await rig.settle();
    expect(await ownKeys()).toMatchObject([{ state: { status: 'applied' } }]);
    expect(rig.double.writes()).toHaveLength(1);
  });

  it('F24: the database is restored from a backup; the gateway follows it, and what is newer is shown', async () => {
    const { id } = await contributeProviderKey(ctx, claudeKey());
    await rig.settle();
    const { db } = rig.services;
    const entries = await db.selectFrom('gateway_entries').selectAll().execute();
    await sql`create table backup as select * from provider_keys`.execute(db);

    await removeProviderKey(ctx, { id, waitMs: 0 });
    await contributeProviderKey(ctx, claudeKey('sk-test-claude-newer'));
    await rig.settle();
    expect(claudeKeys()).toEqual(['sk-test-claude-newer']);

    await db.deleteFrom('gateway_entries').execute();
    await db
      .insertInto('gateway_entries')
      .values(entries.map((entry) => ({ ...entry, problem: null })))
      .execute();
    await sql`insert into provider_keys select * from backup`.execute(db);
    expect(await rebuildGateway(rig.asOwner, { id: rig.gateway.id })).toMatchObject({ wanted: 2, confirmed: 2 });
    expect(claudeKeys().sort()).toEqual(['sk-test-claude-0001', 'sk-test-claude-newer']);
    expect(await ownKeys()).toMatchObject([{ id, state: { status: 'applied' } }]);
    const strangers = await listUnmanagedEntries(rig.asOwner, { id: rig.gateway.id });
    expect(strangers.filter(({ resource }) => resource === 'provider-keys')).toHaveLength(1);
    await contributeProviderKey(ctx, claudeKey('sk-test-claude-newer'));
    await rig.settle();
    expect(claudeKeys()).toHaveLength(2);
    expect(await ownKeys()).toHaveLength(2);
  });

  it('F27: without its audit entry nothing is done', async () => {
    const { db } = rig.services;
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no audit'; end $$`.execute(
      db,
    );
    await sql`create trigger refuse before insert on audit_entries for each row execute function refuse()`.execute(db);
    await expect(contributeProviderKey(ctx, claudeKey())).rejects.toThrow('no audit');
    expect(await ownKeys()).toEqual([]);
    await rig.settle();
    expect(claudeKeys()).toEqual([]);
    expect(rig.double.writes()).toEqual([]);
  });

  it('R6: a masked key is not taken for a key', async () => {
    await contributeProviderKey(ctx, claudeKey());
    const [{ masked } = { masked: '' }] = await ownKeys();
    for (const apiKey of [masked, `${masked}-and-more`, 'sk-test-****-0001', 'sk-test...0001'])
      expect(contributeProviderKeyInput.safeParse({ ...claudeKey(), apiKey }).success).toBe(false);
  });
});

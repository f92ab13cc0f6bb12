import { type LitellmDouble, startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { connectionOf, converge } from '../gateway-sync/index.ts';
import { createGateway, listGatewayEvents, syncGateway, updateGateway } from '../gateways/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import {
  acceptGatewaySetting,
  dismissGatewaySetting,
  listGatewaySettings,
  setGatewayChannel,
  settingsPass,
} from './index.ts';

let rig: TestGateway;
let ctx: Context;
let gatewayId: string;

beforeEach(async () => {
  rig = await createTestGateway();
  ctx = rig.asOwner;
  gatewayId = rig.gateway.id;
  await rig.settle();
  rig.double.clearJournal();
});
afterEach(async () => {
  expect(rig.double.everOpen).toBe(false);
  await rig.destroy();
});

const code = (expected: string) => expect.objectContaining({ payload: expect.objectContaining({ code: expected }) });
const statistics = { name: 'usage-statistics' } as const;
const accept = (name: 'usage-statistics' | 'usage-retention') => acceptGatewaySetting(ctx, { gatewayId, name });
const list = () => listGatewaySettings(ctx, { gatewayId });
const setting = async (name: string) => (await list()).settings.find((one) => one.name === name);
const scalar = (path: string) => rig.double.config().scalars[path];
const map = (name: 'oauth-excluded-models' | 'oauth-model-alias') => rig.double.config().maps[name];
const setOutside = (path: string, value: boolean | number) =>
  rig.double.editAsForeigner((config) => {
    config.scalars[path] = value;
  });
const exclude = (channel: string, version: number, patterns: string[]) =>
  setGatewayChannel(ctx, { gatewayId, map: 'excluded-models', channel, version, patterns });

/** A run that looks at everything again, as the worker does every 30 to 60 seconds. */
async function run(): Promise<void> {
  await rig.services.db
    .updateTable('gateway_settings')
    .set({ checked_at: null, next_attempt_at: sql<Date>`now()` })
    .execute();
  expect(await converge(rig.services, gatewayId)).toMatchObject({ outcome: 'converged' });
}

describe('suggested settings', () => {
  it('asks for nothing while what others changed is only reported, and puts it right when somebody applies', async () => {
    await accept('usage-statistics');
    await run();
    await updateGateway(ctx, { id: gatewayId, policy: 'report' });
    setOutside('usage-statistics-enabled', false);
    await run();
    expect(await setting('usage-statistics')).toMatchObject({ state: 'drifted', current: false });
    const { db } = rig.services;
    expect(await settingsPass.due(db)).toEqual([]);
    expect(
      await settingsPass.hasWork?.(
        db,
        gatewayId,
        rig.services.drivers.for(await connectionOf(rig.services, gatewayId)),
      ),
    ).toBe(false);
    await syncGateway(ctx, { id: gatewayId });
    expect(scalar('usage-statistics-enabled')).toBe(true);
    expect(await setting('usage-statistics')).toMatchObject({ state: 'fine' });
  });

  it('are shown with their reason and touched by nothing until an administrator accepts', async () => {
    await run();
    expect((await list()).settings).toMatchObject([
      { name: 'usage-statistics', current: false, suggested: true, state: 'suggested', isAccepted: false },
      { name: 'usage-retention', current: 60, suggested: 3600, state: 'suggested', isAccepted: false },
    ]);
    expect(rig.double.writes()).toEqual([]);
    for (const role of ['operator', 'auditor', 'member'] as const) {
      const other = rig.contextOf(await rig.createUser({ role }));
      await expect(acceptGatewaySetting(other, { gatewayId, ...statistics })).rejects.toThrow(code('forbidden'));
    }
  });

  it('are kept once they are accepted, and written once', async () => {
    expect((await accept('usage-statistics')).settings[0]).toMatchObject({ state: 'applying', isAccepted: true });
    await accept('usage-retention');
    await run();
    await run();
    expect([scalar('usage-statistics-enabled'), scalar('redis-usage-queue-retention-seconds')]).toEqual([true, 3600]);
    expect(rig.double.writes()).toHaveLength(2);
    expect((await list()).settings.map(({ state }) => state)).toEqual(['fine', 'fine']);
    await accept('usage-statistics');
    expect((await setting('usage-statistics'))?.state).toBe('fine');
  });

  it('are put back when others change them, and told of', async () => {
    await accept('usage-statistics');
    await run();
    setOutside('usage-statistics-enabled', false);
    await run();
    expect(scalar('usage-statistics-enabled')).toBe(true);
    expect(await listGatewayEvents(ctx, { id: gatewayId, limit: 5 })).toMatchObject([
      { kind: 'changed', label: 'Usage statistics', action: 'repaired', resolvedAt: expect.any(Date) },
    ]);
    for (let round = 0; round < 2; round += 1) {
      setOutside('usage-statistics-enabled', false);
      await run();
    }
    expect(await setting('usage-statistics')).toMatchObject({ state: 'drifted', problem: { code: 'keeps_changing' } });
    await accept('usage-statistics');
    await run();
    expect(await setting('usage-statistics')).toMatchObject({ state: 'fine', problem: null });
  });

  it('are only reported where the policy says so', async () => {
    await accept('usage-statistics');
    await run();
    await updateGateway(ctx, { id: gatewayId, policy: 'report' });
    setOutside('usage-statistics-enabled', false);
    await run();
    expect(scalar('usage-statistics-enabled')).toBe(false);
    expect(await setting('usage-statistics')).toMatchObject({ state: 'drifted' });
    await converge(rig.services, gatewayId, { isRepairing: true });
    await rig.services.db.updateTable('gateway_settings').set({ checked_at: null }).execute();
    await converge(rig.services, gatewayId, { isRepairing: true });
    expect(scalar('usage-statistics-enabled')).toBe(true);
  });

  it('are let go when they are dismissed', async () => {
    await accept('usage-statistics');
    await run();
    expect((await dismissGatewaySetting(ctx, { gatewayId, ...statistics })).settings[0]).toMatchObject({
      state: 'fine',
      isAccepted: false,
    });
    setOutside('usage-statistics-enabled', false);
    await run();
    expect(scalar('usage-statistics-enabled')).toBe(false);
    expect(await setting('usage-statistics')).toMatchObject({ state: 'dismissed', isAccepted: false });
  });

  it.each([
    ['a lost answer', { kind: 'reset-after', at: 'start' }],
    ['a failure', { kind: 'status', status: 502 }],
    ['a dead connection', { kind: 'reset' }],
    ['a change that was acknowledged and lost', { kind: 'lost-change' }],
  ] as const)('arrive in spite of %s', async (_, fault) => {
    rig.double.faults.add({ fault, method: 'PUT', path: '*/usage-statistics-enabled' });
    await accept('usage-statistics');
    for (let round = 0; round < 3; round += 1) await run();
    expect(scalar('usage-statistics-enabled')).toBe(true);
    expect(await setting('usage-statistics')).toMatchObject({ state: 'fine', problem: null });
  });

  it('do not write a configuration file that was read half or moved meanwhile', async () => {
    rig.double.faults.add({ fault: { kind: 'torn', bytes: 3 }, method: 'GET', path: '*/config.yaml' });
    await accept('usage-retention');
    await run();
    const run2 = () => rig.double.editFile((text) => `${text}\nx-foreign: 1\n`);
    rig.double.faults.add({ fault: { kind: 'meanwhile', run: run2 }, method: 'GET', path: '*/config.yaml', nth: 3 });
    for (let round = 0; round < 4; round += 1) await run();
    expect(scalar('redis-usage-queue-retention-seconds')).toBe(3600);
    expect(await setting('usage-retention')).toMatchObject({ state: 'fine' });
  });
});

describe('channels', () => {
  it('take what is kept in them; strangers in them and other channels stay', async () => {
    rig.double.editAsForeigner((config) => {
      config.maps['oauth-excluded-models'] = { claude: ['theirs-*'], kimi: ['also-theirs'] };
    });
    await exclude('claude', 0, ['ours-*']);
    await setGatewayChannel(ctx, {
      gatewayId,
      map: 'model-aliases',
      channel: 'codex',
      version: 0,
      aliases: [{ name: 'm', alias: 'big', isFork: false }],
    });
    await run();
    expect(map('oauth-excluded-models')).toEqual({ claude: ['theirs-*', 'ours-*'], kimi: ['also-theirs'] });
    expect(map('oauth-model-alias')).toMatchObject({ codex: [{ name: 'm', alias: 'big' }] });
    expect((await list()).channels).toMatchObject([
      { channel: 'claude', patterns: ['ours-*'], othersPatterns: ['theirs-*'], status: 'applied', version: 1 },
      { channel: 'kimi', patterns: [], othersPatterns: ['also-theirs'], version: 0 },
      { channel: 'codex', aliases: [{ name: 'm', alias: 'big' }], othersAliases: [] },
    ]);
    rig.double.clearJournal();
    await run();
    expect(rig.double.writes()).toEqual([]);

    await expect(exclude('claude', 0, [])).rejects.toThrow(code('edit_conflict'));
    await exclude('claude', 1, ['other-*']);
    await exclude('claude', 2, []);
    await run();
    expect(map('oauth-excluded-models')).toEqual({ claude: ['theirs-*'], kimi: ['also-theirs'] });
    expect((await list()).channels[0]).toMatchObject({ patterns: [], version: 0 });
  });

  it('take a channel that the gateway does not know, and let go of one that is gone', async () => {
    await exclude('some-plugin', 0, ['a']);
    await run();
    expect(map('oauth-excluded-models')).toEqual({ 'some-plugin': ['a'] });
    rig.double.editAsForeigner((config) => {
      config.maps['oauth-excluded-models'] = null;
    });
    await exclude('some-plugin', 1, []);
    await run();
    expect((await list()).channels).toEqual([]);
  });

  it.each([
    ['a lost answer', { kind: 'reset-after', at: 'start' }],
    ['a failure', { kind: 'status', status: 503 }],
  ] as const)('are right in spite of %s', async (_, fault) => {
    rig.double.faults.add({ fault, method: 'PATCH', path: '*/oauth-excluded-models' });
    await exclude('claude', 0, ['ours-*']);
    for (let round = 0; round < 2; round += 1) await run();
    expect(map('oauth-excluded-models')).toEqual({ claude: ['ours-*'] });
    expect((await list()).channels).toMatchObject([{ status: 'applied', problem: null }]);
  });
});

describe('a gateway that cannot answer, or has no settings', () => {
  let litellm: LitellmDouble;
  afterEach(() => litellm?.stop());

  it('says so', async () => {
    rig.double.faults.add({ fault: { kind: 'status', status: 500 }, method: 'GET', count: 0 });
    expect(await list()).toMatchObject({ problem: { code: 'server_error' }, settings: [{ state: 'unread' }, {}] });
    rig.double.faults.clear();
    litellm = await startLitellmDouble();
    const { id } = await createGateway(ctx, {
      name: 'Other',
      kind: 'litellm',
      baseUrl: litellm.url,
      managementKey: litellm.masterKey,
    });
    expect(await listGatewaySettings(ctx, { gatewayId: id })).toMatchObject({ isSupported: false, settings: [] });
    await expect(acceptGatewaySetting(ctx, { gatewayId: id, ...statistics })).rejects.toThrow(
      code('gateway_settings_unsupported'),
    );
  });
});

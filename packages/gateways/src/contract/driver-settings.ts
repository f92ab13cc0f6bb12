import { expect, test } from 'vitest';
import { createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { SettingsDriver } from '../driver/index.ts';
import { eventually, type Wire } from './wire.ts';

/** Settings and maps as Gatehouse uses them: one value or one channel at a time, everything else as it was. */
export function driverSettingsContract(wire: () => Wire): void {
  const subject = (): SettingsDriver => {
    const { url, managementKey } = wire().target;
    const { settings } = createCliproxyapiDriver({ baseUrl: url, managementKey });
    if (!settings) throw new Error('The driver has no settings.');
    return settings;
  };
  const read = async (driver: SettingsDriver) => {
    const answer = await driver.readSettings();
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.settings;
  };
  const channels = async (driver: SettingsDriver) => {
    const answer = await driver.readChannels();
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.maps;
  };
  const file = async () => (await wire().manage('GET', 'config.yaml')).text;

  test('usage statistics are switched on once, and off again', async () => {
    await wire().put('usage-statistics-enabled', { value: false });
    const driver = subject();
    expect((await read(driver))['usage-statistics']).toBe(false);
    expect(await driver.writeSetting('usage-statistics', true)).toEqual({ outcome: 'applied', writes: 1 });
    expect(await eventually(async () => (await read(driver))['usage-statistics'])).toBe(true);
    expect(await driver.writeSetting('usage-statistics', true)).toEqual({ outcome: 'applied', writes: 0 });
    await driver.writeSetting('usage-statistics', false);
    await wire().settle();
  });

  test('the retention is one line of the file; every other byte stays', async () => {
    const driver = subject();
    const before = await file();
    const { 'usage-retention': seconds } = await read(driver);
    expect(await driver.writeSetting('usage-retention', 1800)).toEqual({ outcome: 'applied', writes: 1 });
    expect(await eventually(async () => (await read(driver))['usage-retention'] === 1800)).toBe(true);
    expect(await driver.writeSetting('usage-retention', 1800)).toEqual({ outcome: 'applied', writes: 0 });
    const isOurs = (line: string) => line.startsWith('redis-usage-queue-retention-seconds') || line === '';
    const others = (text: string) => text.split('\n').filter((line) => !isOurs(line));
    expect(others(await file())).toEqual(others(before));
    // Another write by the gateway itself keeps it.
    await new Promise((resolve) => setTimeout(resolve, 400));
    await wire().put('request-retry', { value: 2 });
    expect((await read(driver))['usage-retention']).toBe(1800);
    expect((await wire().manage('GET', 'config')).json).toMatchObject({ 'redis-usage-queue-retention-seconds': 1800 });
    await wire().put('request-retry', { value: 0 });
    await driver.writeSetting('usage-retention', seconds);
    await new Promise((resolve) => setTimeout(resolve, 400));
  });

  test('a channel of exclusions changes; strangers and their channels stay', async () => {
    await wire().manage('PUT', 'oauth-excluded-models', { json: { claude: ['theirs-*'], kimi: ['old', 'theirs'] } });
    await wire().settle();
    const driver = subject();
    const change = { map: 'excluded-models', channel: 'kimi', present: ['ours-*'], absent: ['old', 'gone'] } as const;
    const asked = { ...change, present: [...change.present], absent: [...change.absent] };
    expect(await driver.changeChannel(asked)).toEqual({ outcome: 'applied', writes: 1 });
    const shown = async () => Object.fromEntries((await channels(driver))['excluded-models']);
    expect(await eventually(async () => (await shown()).kimi?.includes('ours-*') ?? false)).toBe(true);
    expect(await shown()).toEqual({ claude: ['theirs-*'], kimi: ['theirs', 'ours-*'] });
    expect(await driver.changeChannel(asked)).toEqual({ outcome: 'applied', writes: 0 });
    const away = { ...asked, present: [], absent: ['theirs', 'ours-*'] };
    expect(await driver.changeChannel(away)).toEqual({ outcome: 'applied', writes: 1 });
    expect(await eventually(async () => !('kimi' in (await shown())))).toBe(true);
    // A channel that is not there at all.
    expect(await driver.changeChannel({ ...away, channel: 'nobodys' })).toEqual({ outcome: 'applied', writes: 0 });
    await wire().manage('PUT', 'oauth-excluded-models', { json: {} });
    await wire().settle();
  });

  test('a channel of aliases changes by alias; what others wrote into it stays', async () => {
    const theirs = { name: 'm', alias: 'theirs', fork: true };
    await wire().manage('PUT', 'oauth-model-alias', { json: { kimi: [theirs, { name: 'n', alias: 'Ours' }] } });
    await wire().settle();
    const driver = subject();
    const ours = { name: 'other', alias: 'ours', displayName: 'Ours', forceMapping: true };
    const added = { name: 'x', alias: 'added' };
    const change = { map: 'model-aliases', channel: 'kimi', present: [ours, added], absent: [] } as const;
    const asked = { ...change, present: [...change.present], absent: [] };
    expect(await driver.changeChannel(asked)).toEqual({ outcome: 'applied', writes: 1 });
    const shown = async () => (await channels(driver))['model-aliases'].get('kimi');
    expect(await eventually(async () => (await shown())?.length === 3)).toBe(true);
    expect(await shown()).toEqual([{ name: 'm', alias: 'theirs', isFork: true }, ours, added]);
    expect(await driver.changeChannel(asked)).toEqual({ outcome: 'applied', writes: 0 });
    await driver.changeChannel({ ...asked, present: [], absent: [ours, added, { name: 'm', alias: 'THEIRS' }] });
    expect(await eventually(async () => (await shown()) === undefined)).toBe(true);
    await wire().settle();
  });
}

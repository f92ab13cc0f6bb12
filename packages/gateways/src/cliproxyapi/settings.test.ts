import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Double, startCliproxyapiDouble } from '../double/index.ts';
import type { SettingsDriver } from '../driver/index.ts';
import { createCliproxyapiDriver } from './index.ts';

let double: Double;
let driver: SettingsDriver;

beforeEach(async () => {
  double = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 } });
  const { settings } = createCliproxyapiDriver({ baseUrl: double.url, managementKey: double.managementKey });
  if (!settings) throw new Error('The driver has no settings.');
  driver = settings;
});
afterEach(() => double.stop());

const exclude = (present: string[], absent: string[] = []) =>
  driver.changeChannel({ map: 'excluded-models', channel: 'claude', present, absent });

describe('what goes wrong with settings', () => {
  it('does not know of a write whose answer was lost, and finds it done at the next try', async () => {
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PUT' });
    expect(await driver.writeSetting('usage-statistics', true)).toMatchObject({ outcome: 'unknown', writes: 1 });
    expect(await driver.writeSetting('usage-statistics', true)).toEqual({ outcome: 'applied', writes: 0 });
    double.faults.add({ fault: { kind: 'reset-after', at: 'start' }, method: 'PATCH' });
    expect(await exclude(['a'])).toMatchObject({ outcome: 'unknown', writes: 1 });
    expect(await exclude(['a'])).toEqual({ outcome: 'applied', writes: 0 });
  });

  it('writes nothing where the gateway cannot be read', async () => {
    for (const act of [() => driver.writeSetting('usage-retention', 3600), () => exclude(['a'])]) {
      double.faults.add({ fault: { kind: 'status', status: 503 }, method: 'GET' });
      expect(await act()).toMatchObject({ outcome: 'rejected', problem: { code: 'server_error' }, writes: 0 });
    }
    expect(double.writes()).toEqual([]);
  });

  it('leaves a configuration file alone that was read half, or that somebody changed meanwhile', async () => {
    double.faults.add({ fault: { kind: 'torn', bytes: 0 }, method: 'GET', path: '*/config.yaml' });
    expect(await driver.writeSetting('usage-retention', 3600)).toMatchObject({
      outcome: 'rejected',
      problem: { code: 'unexpected_answer' },
    });
    const run = () => double.editFile((text) => `${text}\nx-foreign: 1\n`);
    double.faults.add({ fault: { kind: 'meanwhile', run }, method: 'GET', path: '*/config.yaml', nth: 2 });
    expect(await driver.writeSetting('usage-retention', 3600)).toMatchObject({
      outcome: 'rejected',
      problem: { code: 'list_moved' },
    });
    expect(double.writes().map(({ method }) => method)).toEqual(['EDIT']);
  });

  it('keeps an alias of others as it is', async () => {
    double.editAsForeigner((config) => {
      config.maps['oauth-model-alias'] = { claude: [{ name: 'm', alias: 'Theirs', fork: true }] };
    });
    const change = { map: 'model-aliases', channel: 'claude', absent: [] } as const;
    await driver.changeChannel({ ...change, absent: [], present: [{ name: 'n', alias: 'ours' }] });
    expect(double.config().maps['oauth-model-alias']).toEqual({
      claude: [
        { name: 'm', alias: 'Theirs', fork: true },
        { name: 'n', alias: 'ours' },
      ],
    });
  });
});

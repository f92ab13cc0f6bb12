import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { startCliproxyapiDouble } from '../double/index.ts';
import { accountsContract } from './accounts.ts';
import { authenticationContract } from './authentication.ts';
import { clientKeyContract } from './client-keys.ts';
import { dataPlaneContract } from './data-plane.ts';
import { driverContract } from './driver.ts';
import { driverFieldContract } from './driver-fields.ts';
import { driverSettingsContract } from './driver-settings.ts';
import { patchingContract } from './patching.ts';
import { providerListContract } from './provider-lists.ts';
import { settingsContract } from './settings.ts';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts';
import { realTarget, type Target } from './target.ts';
import { usageContract } from './usage.ts';
import { Wire } from './wire.ts';

async function double(): Promise<Target> {
  const gateway = await startCliproxyapiDouble({
    managementKey: 'mgmt-test-contract',
    timing: { reloadMs: 8, authsMs: 8 },
  });
  return {
    url: gateway.url,
    managementKey: gateway.managementKey,
    isReal: false,
    isExpendable: true,
    settle: () => gateway.settled(),
    failProviders: (failure) => gateway.usage.failProviders(failure),
    stop: () => gateway.stop(),
  };
}

/** Everything here holds for the double and for a real gateway alike; `npm run contract:cliproxyapi` checks the latter. */
describe(process.env.CLIPROXYAPI_CONTRACT_URL ? 'a real CLIProxyAPI' : 'the CLIProxyAPI double', () => {
  let wire: Wire;
  let snapshot: Snapshot;

  beforeAll(async () => {
    wire = new Wire(realTarget(process.env) ?? (await double()));
    snapshot = await takeSnapshot(wire);
  });

  beforeEach(() => wire.settle());

  afterAll(async () => {
    await restoreSnapshot(wire, snapshot);
    wire.close();
    await wire.target.stop();
  });

  const subject = () => wire;
  describe('authentication', () => authenticationContract(subject));
  describe('client keys', () => clientKeyContract(subject));
  describe('provider lists', () => providerListContract(subject));
  describe('patching', () => patchingContract(subject));
  describe('settings', () => settingsContract(subject));
  describe('accounts', () => accountsContract(subject));
  describe('data plane', () => dataPlaneContract(subject));
  describe('driver', () => driverContract(subject));
  describe('driver: families and fields', () => driverFieldContract(subject));
  describe('driver: settings and maps', () => driverSettingsContract(subject));
  describe('usage', () => usageContract(subject));
});

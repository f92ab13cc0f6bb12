import { afterEach, beforeEach, expect, it } from 'vitest';
import { converge } from '../gateway-sync/index.ts';
import { updateGateway } from '../gateways/index.ts';
import { createTestDrivers, createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { collectUsage } from './index.ts';

let rig: TestGateway;
beforeEach(async () => {
  rig = await createTestGateway();
  await rig.settle();
});
afterEach(() => rig.destroy());

const options = { keepDays: 400, mayGoOn: async () => true };
const refusals = () => rig.double.requests().filter(({ status }) => status === 401).length;

it('a wrong management key is tried three times by all processes, those that read usage among them', async () => {
  const others = await Promise.all(
    [1, 2, 3].map(async () => ({ ...(await rig.anotherProcess()), drivers: createTestDrivers() })),
  );
  rig.double.rotateManagementKey('mgmt-test-rotated');
  for (let round = 0; round < 3; round += 1)
    for (const services of [rig.services, ...others])
      await Promise.all([collectUsage(services, rig.gateway.id, options), converge(services, rig.gateway.id)]);
  expect(refusals()).toBeLessThanOrEqual(3);
  expect(refusals()).toBeGreaterThan(0);
  expect(rig.double.state().bans.filter(({ isBanned }) => isBanned)).toEqual([]);
  await updateGateway(rig.asOwner, { id: rig.gateway.id, managementKey: 'mgmt-test-rotated' });
  await rig.settle();
  expect(await collectUsage(rig.services, rig.gateway.id, options)).toMatchObject({ problem: null });
});

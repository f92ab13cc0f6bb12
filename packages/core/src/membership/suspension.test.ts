import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClientKey, listClientKeys } from '../client-keys/index.ts';
import { contributeProviderKey } from '../provider-keys/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { updateUser } from './index.ts';

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
});
afterAll(() => rig.destroy());

it('somebody who is shut out is shut out of the gateways too, and comes back with the same keys', async () => {
  const member = await rig.createUser();
  const { key } = await createClientKey(rig.contextOf(member), { name: 'Laptop', waitMs: 0 });
  await contributeProviderKey(rig.contextOf(member), {
    provider: 'claude',
    name: 'Mine',
    apiKey: 'sk-test-claude-suspended',
    waitMs: 0,
  });
  const admitted = async () => {
    await rig.settle();
    await rig.double.settled();
    return (await fetch(`${rig.double.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
  };
  expect(await admitted()).toBe(200);

  await updateUser(rig.asOwner, { id: member.userId, isActive: false });
  expect(await admitted()).toBe(401);
  // What they contributed is the team's until they are removed.
  expect(rig.double.entries('claude-api-key')).toHaveLength(1);

  await updateUser(rig.asOwner, { id: member.userId, isActive: true });
  expect(await admitted()).toBe(200);
  expect(await listClientKeys(rig.asOwner, { scope: 'all' })).toMatchObject([
    { name: 'Laptop', revokedAt: null, state: { status: 'applied', desired: 'present' } },
  ]);
});

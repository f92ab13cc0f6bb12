import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClientKey } from '../client-keys/index.ts';
import { personIdOf } from '../gateway-sync/index.ts';
import { createTestLitellm, type TestLitellm } from '../testing/litellm.ts';
import { confirmUserRemoval, removeUser } from './index.ts';

// A LiteLLM has people of its own: a removal is confirmed when they are gone as well.

let rig: TestLitellm;
const userId = () => rig.ada.userId;
beforeEach(async () => {
  rig = await createTestLitellm();
  await createClientKey(rig.asAda, { name: 'Laptop', waitMs: 0 });
  await rig.settle();
  expect(peopleThere()).toEqual([personIdOf(userId())]);
});
afterEach(() => rig.destroy());

const peopleThere = () => rig.double.users().map((user) => user.user_id);
const confirm = () => confirmUserRemoval(rig.services, { userId: userId() });
const confirmations = () =>
  rig.services.db
    .selectFrom('audit_entries')
    .select('details')
    .where('action', '=', 'user.removal-confirmed')
    .where('resource_id', '=', userId())
    .execute();

it('waits for the person to be gone from a gateway that has people', async () => {
  await removeUser(rig.asOwner, { id: userId() });
  rig.double.faults.add({ fault: { kind: 'status', status: 500 }, path: '/user/delete', count: 1 });
  await rig.settle();
  expect(peopleThere()).toEqual([personIdOf(userId())]);
  await expect(confirm()).rejects.toThrow('1 gateways');
  await rig.settle();
  expect(peopleThere()).toEqual([]);
  await confirm();
  expect(await confirmations()).toEqual([{ details: {} }]);
});

it('does not take silence for an answer', async () => {
  await removeUser(rig.asOwner, { id: userId() });
  await rig.settle();
  rig.double.faults.add({ fault: { kind: 'status', status: 500 }, path: '/user/list', count: 1 });
  await expect(confirm()).rejects.toThrow('1 gateways');
  await confirm();
  expect(await confirmations()).toHaveLength(1);
});

it('leaves a person to whom others gave a key, and says so', async () => {
  rig.double.editAsForeigner(({ keys }) => {
    keys.set('their-token', {
      token: 'their-token',
      key_name: 'sk-...test',
      user_id: personIdOf(userId()),
      models: [],
    });
  });
  await removeUser(rig.asOwner, { id: userId() });
  await rig.settle();
  await confirm();
  expect(peopleThere()).toEqual([personIdOf(userId())]);
  expect(await confirmations()).toEqual([
    { details: { kept: 'LiteLLM: The person has a key there that Gatehouse did not make.' } },
  ]);
});

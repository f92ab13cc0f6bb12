import { withTransaction } from '@gatehouse/db/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClientKey } from '../client-keys/index.ts';
import { removeUser } from '../membership/index.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import { hasRoom } from './index.ts';

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
});
afterAll(() => rig.destroy());

it('a person who was removed meanwhile adds nothing', async () => {
  const member = await rig.createUser();
  await removeUser(rig.asOwner, { id: member.userId });
  await expect(createClientKey(rig.contextOf(member), { name: 'Late', waitMs: 0 })).rejects.toMatchObject({
    payload: { code: 'unauthenticated' },
  });
});

it('removing a person waits for what they are adding, and takes it along', async () => {
  const member = await rig.createUser();
  let removal: Promise<unknown> | undefined;
  await withTransaction(rig.services.db, async (tx) => {
    await hasRoom(tx, 'client_keys', member.userId, 1);
    removal = removeUser(rig.asOwner, { id: member.userId });
    await tx
      .insertInto('gateway_entries')
      .values({
        id: '01890000-0000-7000-8000-000000000001',
        gateway_id: rig.gateway.id,
        resource: 'client-keys',
        natural_key_hmac: Buffer.from('late'),
        spec_sealed: Buffer.from('sealed'),
        owner_user_id: member.userId,
        desired: 'present',
      })
      .execute();
  });
  await removal;
  const { desired } = await rig.services.db
    .selectFrom('gateway_entries')
    .select('desired')
    .where('owner_user_id', '=', member.userId)
    .executeTakeFirstOrThrow();
  expect(desired).toBe('absent');
});

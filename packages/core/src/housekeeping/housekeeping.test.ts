import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { startDeviceLogin } from '../access-tokens/index.ts';
import { anonymous } from '../actor/index.ts';
import { createInvitation } from '../invitations/index.ts';
import { createTestServices } from '../testing/index.ts';
import { removeExpired } from './index.ts';

it('deletes what has expired and keeps the rest', async () => {
  const test = await createTestServices();
  const { db } = test.services;
  const owner = await test.createUser({ role: 'owner' });
  const ago = (interval: string) => sql<Date>`now() - ${interval}::interval`;
  const tables = ['sessions', 'invitations', 'device_logins', 'rate_limits'] as const;
  const counts = async () =>
    Promise.all(tables.map(async (table) => (await sql`select 1 from ${sql.table(table)}`.execute(db)).rows.length));
  const fill = async () => {
    await test.createUser();
    await createInvitation(test.contextOf(owner), { role: 'member', expiresInDays: 1 });
    await startDeviceLogin(test.contextOf(anonymous), { clientName: 'Test' });
  };

  await fill();
  await db
    .updateTable('sessions')
    .set({ expires_at: ago('1 second') })
    .where('user_id', '<>', owner.userId)
    .execute();
  await db
    .updateTable('invitations')
    .set({ expires_at: ago('91 days') })
    .execute();
  await db
    .updateTable('device_logins')
    .set({ expires_at: ago('2 days') })
    .execute();
  await db
    .updateTable('rate_limits')
    .set({ window_start: ago('2 days') })
    .execute();
  await fill();
  await removeExpired(test.services);
  // The counter of the second login began a new window in the row of the first.
  expect(await counts()).toEqual([2, 1, 1, 1]);
  await removeExpired(test.services);
  expect(await counts()).toEqual([2, 1, 1, 1]);
  expect(test.logged[0]).toMatchObject({ level: 'info', facts: { sessions: 1, deviceLogins: 1, invitations: 1 } });

  await db
    .updateTable('rate_limits')
    .set({ window_start: ago('2 days') })
    .execute();
  await removeExpired(test.services);
  expect(await counts()).toEqual([2, 1, 1, 0]);
  await test.destroy();
});

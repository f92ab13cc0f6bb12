import type { Role } from '@gatehouse/contracts/permissions';
import type { UserActor } from '@gatehouse/core/actor';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import type { ChaosDatabase } from './database.ts';

/** A person who is signed in at a browser. */
export async function addPerson({ handle, insist }: ChaosDatabase, name: string, role: Role): Promise<UserActor> {
  const [userId, sessionId] = [newId(), newId()];
  const email = `${name}@example.com`;
  await insist(() =>
    handle.db
      .insertInto('users')
      .values({ id: userId, email, name, role })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  await insist(() =>
    handle.db
      .insertInto('sessions')
      .values({ id: sessionId, user_id: userId, expires_at: sql<Date>`now() + interval '1 day'` })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return { type: 'user', userId, name, email, role, via: { type: 'session', sessionId } };
}
